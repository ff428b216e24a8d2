import path from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '@/domain/errors';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { prepareFrameCache } from '@/workers/ml/data/frames/prepareFrameCache';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';
import { progressLine } from './progressLine';
import { ffmpegPath } from './setup/installFfmpeg.mjs';
import { foveaHome } from './setup/paths.mjs';

const usage = `Renders MicroCharades in the layout of Charades. A second start goes on where the first was stopped.
  --root FOLDER    where the data set goes (default: datasets/microcharades in the home of Fovea)
  --train N        training videos (default 800)
  --test N         test videos (default 300)
  --seed N         data seed (default 11)
  --parallel N     processes (default: one a core)
  --cache FOLDER   also decode all frames into this folder, as a run does at its start
  --ffmpeg FILE    the ffmpeg to use (default: FOVEA_FFMPEG, else the one of the set-up)`;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: path.join(foveaHome(), 'datasets', 'microcharades') },
      train: { type: 'string', default: '800' },
      test: { type: 'string', default: '300' },
      seed: { type: 'string', default: '11' },
      parallel: { type: 'string' },
      cache: { type: 'string' },
      ffmpeg: { type: 'string', default: ffmpegPath().path },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const { root, ffmpeg } = values;
  const parallel = values.parallel === undefined ? undefined : count('parallel', values.parallel, 1);

  const begin = performance.now();
  const rendering = progressLine('rendering');
  const prepared = await prepareMicroCharades({
    root,
    ffmpegPath: ffmpeg,
    dataSeed: count('seed', values.seed, 0),
    trainVideos: count('train', values.train, 1),
    testVideos: count('test', values.test, 1),
    parallel,
    signal,
    onProgress: rendering.show,
  });
  rendering.end();
  console.log(
    `${prepared.videos} videos, ${megabytes(prepared.bytes)} in ${root}; ${prepared.rendered} rendered now in ${since(begin)}.`,
  );
  console.log(`Fingerprint ${prepared.fingerprint.slice(0, 16)}.`);
  if (values.cache === undefined) return;

  const decodeBegin = performance.now();
  const decoding = progressLine('decoding');
  const { train, test } = await readCharades(root);
  const settings = { cacheRoot: values.cache, ffmpegPath: ffmpeg, fps: 8, resize: 64, parallel, signal };
  const { decoded } = await prepareFrameCache({ items: [...train, ...test], ...settings, onProgress: decoding.show });
  decoding.end();
  console.log(
    `${train.length + test.length} videos decoded in ${values.cache}; ${decoded} now in ${since(decodeBegin)}.`,
  );
}

function count(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new AppError('bad_request', `--${name} ${text}: give a whole number, at least ${least}.`);
  return value;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const since = (begin: number) => `${((performance.now() - begin) / 1000).toFixed(1)} s`;

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
main(stop.signal).catch((error: unknown) => {
  if (stop.signal.aborted) console.error('\nInterrupted. Start it again to go on; what is done stays.');
  else console.error(error instanceof AppError ? `\n${error.message}` : error);
  process.exitCode = 1;
});
