import { clipTooSmall } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import type { RunConfig } from '@/domain/runConfig';
import { createBoxFinder } from '@/workers/ml/attention/boxFinder';
import { clipRequests } from '@/workers/ml/attention/clipRequests';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import { createSaliencySource } from '@/workers/ml/attention/saliencySource';
import type { StoredBase } from '@/workers/ml/attention/storedBase';
import { createViewComposer, type ViewComposer } from '@/workers/ml/attention/viewComposer';
import { encodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { collectGarbage } from '@/workers/ml/engine/collectGarbage';
import { type EngineInfo, startEngine } from '@/workers/ml/engine/startEngine';
import { type FrozenNetwork, freeze } from '@/workers/ml/models/frozenNetwork';
import type { GradientNetwork } from '@/workers/ml/models/gradientNetwork';
import type { Network } from '@/workers/ml/models/network';
import type { Sgd } from '@/workers/ml/optim/sgd';
import { createProgressMeter, type ProgressMeter } from '@/workers/ml/train/progressMeter';
import { type RunWork, runWork } from '@/workers/ml/train/runWork';
import { createTrainingClips, stepsPerEpoch } from '@/workers/ml/train/trainingClips';
import { trainRun } from '@/workers/ml/train/trainRun';
import { createTrainStep } from '@/workers/ml/train/trainStep';
import { type Begun, beginRun } from './beginRun';
import { evaluateRun } from './evaluateRun';
import { faultyVideo, type LeftOut } from './leaveOut';
import { backboneOf, openRunData, type RunData } from './runData';
import type { RunHost } from './runHost';
import { saliencySetting } from './saliencySetting';

/**
 * A run from its config to its evaluations: open the data, start from the base's or the run's own checkpoint, train, evaluate.
 * Interrupted at any point and called again with the same host, it ends with the same bits. A few videos that cannot be read are left out.
 * @throws RunStopped when asked to stop; AppError with the reason where the run cannot succeed
 */
export async function executeRun(config: RunConfig, host: RunHost): Promise<void> {
  const problem = clipTooSmall(config.backbone, config.clip);
  if (problem !== null) throw new AppError('config_invalid', `${problem} Create the run again with a larger clip.`);
  const engine = startEngine(host.engine);
  host.log('info', `libtensorflow ${engine.libtensorflow} on ${engine.deviceName}, ${engine.threads} thread(s)`);
  const leftOut: LeftOut = new Map();
  while (!(await runWith(leftOut, { config, host, engine })));
}

/**
 * One go at the run. A video that turns out not to be readable on the way is left out, and the run goes on from its checkpoint.
 * @returns whether the run is done
 */
async function runWith(leftOut: LeftOut, { config, host, engine }: Omit<Run, 'data'>): Promise<boolean> {
  const data = await openRunData(config, host, leftOut);
  try {
    await runOn({ config, host, data, engine });
    return true;
  } catch (error) {
    const video = faultyVideo(error, [...data.train, ...data.test]);
    if (!video || leftOut.has(video.path)) throw error;
    leftOut.set(video.path, (error as Error).message);
    host.log('warn', `Video ${video.id} can no longer be read: the run goes on without it.`);
    return false;
  } finally {
    await data.source.close();
  }
}

type Run = { config: RunConfig; host: RunHost; data: RunData; engine: EngineInfo };

async function runOn(run: Run): Promise<void> {
  const totalSteps = stepsPerEpoch(run.config, run.data) * run.config.recipe.epochs;
  const { base, start } = await beginRun({ ...run, totalSteps });
  collectGarbage(); // the checkpoints that the networks were made from
  const frozen = base?.frozen ?? null;
  const work = runWork(run.config, { steps: totalSteps, testVideos: run.data.test.length });
  const doneSteps = 'trained' in start ? totalSteps : start.step;
  const meter = createProgressMeter({ total: work.total, done: doneSteps * work.perStep });
  const setting = { ...run, frozen, totalSteps, meter, work };
  try {
    const trained = 'trained' in start ? start.trained : await train(start, setting);
    try {
      collectGarbage(); // the final checkpoint
      await evaluateRun({ ...setting, network: trained, compose: composerOf(trained, setting) });
    } finally {
      trained.dispose();
    }
    sayKnown(run.host, base?.stored ?? null);
  } finally {
    frozen?.dispose();
  }
}

type Setting = Run & { frozen: FrozenBase | null; totalSteps: number; meter: ProgressMeter; work: RunWork };

/** What makes the views; `tuned`: the trained network as it is at that time. */
function composerOf(tuned: GradientNetwork, { config, data, frozen }: Setting): ViewComposer {
  return createViewComposer({
    source: data.source,
    geometry: config.clip,
    backbone: backboneOf(config),
    truth: data.truth,
    finder:
      config.method.saliencyFrom === 'tuned'
        ? createBoxFinder(createSaliencySource(tuned, saliencySetting(config, data.classes.length)), config.clip)
        : frozen,
  });
}

/**
 * Trains to the end and saves the final checkpoint. The network that learned and its optimiser are freed: of ResNet50-I3D they hold
 * three times the weights, which the evaluation does not need.
 * @returns the trained network, frozen
 */
async function train({ step: firstStep, network, optimizer }: Begun, setting: Setting): Promise<FrozenNetwork> {
  const { config, host, data, frozen, totalSteps, meter, work } = setting;
  const perEpoch = stepsPerEpoch(config, data);
  const save = (step: number) => saveCheckpoint(step, { ...setting, perEpoch, network, optimizer });
  try {
    await trainRun({
      ...{ config, host, firstStep, totalSteps, meter, stepsPerEpoch: perEpoch, workPerStep: work.perStep },
      clipsOf: createTrainingClips(config, data),
      expectClips: (clips) => data.source.expect(clipRequests(clips, backboneOf(config))),
      waitedMs: data.source.waitedMs,
      trainStep: createTrainStep({
        ...{ config, classes: data.classes.length, totalSteps, network, optimizer, frozen },
        compose: composerOf(network.evaluation, setting),
      }),
      saveCheckpoint: save,
    });
    await save(totalSteps);
    return freeze(network);
  } finally {
    optimizer.dispose();
    network.dispose();
  }
}

async function saveCheckpoint(
  step: number,
  run: Setting & { perEpoch: number; network: Network; optimizer: Sgd },
): Promise<void> {
  const { config, host, data, engine, totalSteps, perEpoch, network, optimizer } = run;
  const final = step === totalSteps;
  const epoch = perEpoch === 0 ? 0 : step / perEpoch;
  const bytes = encodeRunCheckpoint({
    ...{ step, epoch, config, classes: data.classes },
    model: network.stateDict(),
    momentum: final ? new Map() : optimizer.exportState(),
    provenance: {
      commit: host.paths.sourceCommit ?? 'unknown',
      engine: `libtensorflow ${engine.libtensorflow} ${engine.device}`,
      threads: String(engine.threads),
    },
  });
  await host.saveCheckpoint({ step, epoch, final, bytes });
}

function sayKnown(host: RunHost, stored: StoredBase | null): void {
  if (!stored) return;
  const { known, made } = stored.counts;
  host.log('info', `Outputs of the base for batches of clips: ${known} known on this host, ${made} computed.`);
}
