import { backbones } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import { mulberry32, namedStream, randomOrder } from '@/domain/random';
import type { RunConfig } from '@/domain/runConfig';
import { type ActionTruth, readTruth } from '@/workers/ml/data/actionTruth';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import { assertFew, type LeftOut, leftOutText, withStandIns } from './leaveOut';
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

/**
 * Opens the data set of a run; decodes what no run has decoded before, with progress. Videos that can no longer be read are left out
 * (leaveOut.ts), and the host is told.
 * @param leftOut what is known not to be readable; what is found is added
 * @throws RunStopped, AppError
 */
export async function openRunData(config: RunConfig, host: RunHost, leftOut: LeftOut = new Map()): Promise<RunData> {
  const { datasetRoot } = host.paths;
  const dataset = await host.loadDataset();
  const train = dataset.train.filter(isUsable).slice(0, config.limit?.train);
  const allTest = dataset.test.slice(0, config.limit?.test);
  const sound = allTest.filter(isUsable);
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
    const items = [...train, ...sound].filter(({ path }) => !leftOut.has(path));
    const onUnreadable = (path: string, error: AppError) => void leftOut.set(path, error.message);
    const request = { items, config, paths: host.paths, signal, onProgress, onUnreadable };
    return host.whenThereIsRoom(() => openFrames(request));
  });
  if (prepared > 0) host.log('info', `Decoded ${prepared} videos.`);
  try {
    assertFew(train, leftOut, 'training');
    assertFew(sound, leftOut, 'test');
  } catch (error) {
    await source.close();
    throw error;
  }
  const told = leftOutText({ train, test: sound }, leftOut);
  for (const text of told) host.log('warn', text);
  await host.saveLeftOut(told);
  const labelled = config.shuffleLabels ? withShuffledLabels(train, config.seed) : train;
  const test = sound.filter(({ path }) => !leftOut.has(path));
  const readable = new Set(test);
  return {
    classes: dataset.classes.map(({ name }) => name),
    train: leftOut.size === 0 ? labelled : withStandIns(labelled, leftOut),
    test,
    unusableTest: allTest.filter((item) => !readable.has(item)),
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
