import { backbones } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import { mulberry32, namedStream, randomOrder } from '@/domain/random';
import type { RunConfig } from '@/domain/runConfig';
import { type ActionTruth, readTruth } from '@/workers/ml/data/actionTruth';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import { openFrameCache } from '@/workers/ml/data/frames/openFrameCache';
import { prepareFrameCache } from '@/workers/ml/data/frames/prepareFrameCache';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import { type RunHost, RunStopped } from './runHost';

/** The videos of a run, decoded and ready. */
export type RunData = {
  classes: string[];
  train: VideoItem[];
  test: VideoItem[];
  /** Test videos that cannot be read: they are not evaluated and rank last. */
  unusableTest: VideoItem[];
  /** Ids of all test videos, those included that cannot be read, in the order of the CSV. */
  testIds: string[];
  source: FrameSource;
  /** True positions by video id; null where the data set has none. */
  truth: Map<string, ActionTruth[]> | null;
};

/** Opens the data set of a run; decodes what no run has decoded before, with progress. @throws RunStopped, AppError */
export async function openRunData(config: RunConfig, host: RunHost): Promise<RunData> {
  const { datasetRoot, cacheRoot, ffmpegPath } = host.paths;
  const dataset = await host.loadDataset();
  const limited = (items: VideoItem[], split: 'train' | 'test') => items.slice(0, config.limit?.[split]);
  const train = limited(dataset.train, 'train');
  const test = limited(dataset.test, 'test');
  if (config.recipe.epochs > 0 && train.length < config.recipe.batchSize) {
    throw new AppError(
      'config_invalid',
      `A batch of ${config.recipe.batchSize} needs at least as many training videos; ${datasetRoot} gives ${train.length}. Make the batch smaller.`,
    );
  }
  const { fps, resize } = config.clip;
  const settings = { items: [...train, ...test], cacheRoot, ffmpegPath, fps, resize };
  const decoded = await whileWanted(host, async (signal) => {
    const onProgress = ({ done, total, etaSeconds }: DataProgress) =>
      host.progress({ phase: 'preparing_data', step: done, totalSteps: total, progress: 0, etaSeconds });
    return (await prepareFrameCache({ ...settings, signal, onProgress })).decoded;
  });
  if (decoded > 0) host.log('info', `Decoded ${decoded} videos.`);
  return {
    classes: dataset.classes.map(({ name }) => name),
    train: config.shuffleLabels ? withShuffledLabels(train, config.seed) : train,
    test,
    unusableTest: [],
    testIds: test.map(({ id }) => id),
    source: await openFrameCache(settings),
    truth: await readTruth(datasetRoot),
  };
}

const stopPollMs = 200;

/** Decoding takes minutes the first time: it ends as soon as the run is told to stop. @throws RunStopped */
async function whileWanted<Result>(host: RunHost, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController();
  const poll = setInterval(() => {
    const stop = host.stopRequested();
    if (stop !== 'no') stopping.abort(new RunStopped(stop));
  }, stopPollMs);
  try {
    return await work(stopping.signal);
  } finally {
    clearInterval(poll);
  }
}

/** Control: every training video gets the actions of another one. */
function withShuffledLabels(items: VideoItem[], seed: number): VideoItem[] {
  const order = randomOrder(mulberry32(namedStream('shuffled labels', seed)), items.length);
  return items.map((item, k) => ({ ...item, actions: items[order[k] ?? k]?.actions ?? item.actions }));
}

/** The static facts of the run's backbone. */
export function backboneOf(config: RunConfig) {
  return backbones[config.backbone];
}
