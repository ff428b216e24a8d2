import { parseArgs } from 'node:util';
import { makeRealSize } from './realSize/makeRealSize';
import { ffmpegPath } from './setup/installFfmpeg.mjs';

// npm run realsize -- <folder> [--train 12] [--test 12] [--filmed <video>]...
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    train: { type: 'string', default: '12' },
    test: { type: 'string', default: '12' },
    filmed: { type: 'string', multiple: true },
  },
});
const [root] = positionals;
if (root === undefined) {
  console.error('Say where: npm run realsize -- <folder> [--train 12] [--test 12] [--filmed <video>]');
  process.exit(1);
}
await makeRealSize({
  root,
  ffmpegPath: ffmpegPath().path,
  trainVideos: Number(values.train),
  testVideos: Number(values.test),
  filmed: values.filmed ?? [],
  onVideo: (done, total) => console.log(`${done} of ${total}`),
});
console.log(`Import it: open Datasets, Import, and give the folder ${root}`);
