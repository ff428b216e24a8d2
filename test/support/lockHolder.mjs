import { tryLock } from '../../scripts/setup/tryLock.mjs';

// Says `held` or `taken` for every line it reads, and gives the lock back at `release`. Arguments: the file of the lock.
const [file] = process.argv.slice(2);
let release;
process.stdin.setEncoding('utf8').on('data', async (text) => {
  for (const word of text.trim().split('\n')) {
    if (word === 'release') {
      await release?.();
      release = undefined;
      console.log('released');
    } else {
      release = await tryLock(file);
      console.log(release ? 'held' : 'taken');
    }
  }
});
console.log('ready');
