import { drawScene } from '@/workers/ml/data/microCharades/drawScene';
import { renderScene } from '@/workers/ml/data/microCharades/renderScene';

/** Sum of all bytes of the 1,100 raw videos of data seed 11, as the specification of the data set gives it. */
const published = 358_662_375_131;

// Renders everything without encoding (about 25 s on one core) and compares the sum. Run it after a change to the generator.
let sum = 0;
const begin = performance.now();
for (let index = 0; index < 1100; index++) {
  for (const byte of renderScene(drawScene(11, index))) sum += byte;
  if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} / 1100`);
}
const seconds = ((performance.now() - begin) / 1000).toFixed(1);
console.log(`\nsum ${sum}, published ${published}: ${sum === published ? 'equal' : 'DIFFERENT'} (${seconds} s)`);
if (sum !== published) process.exitCode = 1;
