import { backbones } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import { mulberry32, namedStream, randomOrder } from '@/domain/random';
import type { RunConfig } from '@/domain/runConfig';
import { type ActionTruth, readTruth } from '@/workers/ml/data/actionTruth';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import { openFrames } from './openFrames';
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
  const { datasetRoot } = host.paths;
  const dataset = await host.loadDataset();
  const train = dataset.train.filter(isUsable).slice(0, config.limit?.train);
  const allTest = dataset.test.slice(0, config.limit?.test);
  const test = allTest.filter(isUsable);
  warnOfUnusable(host, dataset.train, 'training', 'skipped');
  warnOfUnusable(host, allTest, 'test', 'not evaluated and rank last');
  if (config.recipe.epochs > 0 && train.length < config.recipe.batchSize) {
    throw new AppError(
      'config_invalid',
      `A batch of ${config.recipe.batchSize} needs at least as many training videos; ${datasetRoot} gives ${train.length}. Make the batch smaller.`,
    );
  }
  const { source, prepared } = await whileWanted(host, (signal) => {
    const onProgress = ({ done, total, etaSeconds }: DataProgress) => {
      const count = { done, total, perSecond: etaSeconds ? (total - done) / etaSeconds : null };
      host.progress({ phase: 'preparing_data', step: done, totalSteps: total, progress: 0, etaSeconds, count });
    };
    return openFrames({ items: [...train, ...test], config, paths: host.paths, signal, onProgress });
  });
  if (prepared > 0) host.log('info', `Decoded ${prepared} videos.`);
  return {
    classes: dataset.classes.map(({ name }) => name),
    train: config.shuffleLabels ? withShuffledLabels(train, config.seed) : train,
    test,
    unusableTest: allTest.filter((item) => !isUsable(item)),
    testIds: allTest.map(({ id }) => id),
    source,
    truth: await readTruth(datasetRoot),
  };
}

function isUsable({ state }: VideoItem): boolean {
  return state === 'ok';
}

function warnOfUnusable(host: RunHost, items: VideoItem[], split: string, fate: string): void {
  const count = (state: VideoItem['state']) => items.filter((item) => item.state === state).length;
  const [missing, undecodable] = [count('missing'), count('undecodable')];
  if (missing + undecodable === 0) return;
  const what = `${missing} missing, ${undecodable} undecodable`;
  host.log('warn', `${missing + undecodable} of ${items.length} ${split} videos are ${fate}: ${what}.`);
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
