import { clipTooSmall } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import { namedStream } from '@/domain/random';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { createBoxFinder } from '@/workers/ml/attention/boxFinder';
import { clipRequests } from '@/workers/ml/attention/clipRequests';
import { createFrozenBase, type FrozenBase } from '@/workers/ml/attention/frozenBase';
import { createSaliencySource, type SaliencySetting } from '@/workers/ml/attention/saliencySource';
import type { StoredBase } from '@/workers/ml/attention/storedBase';
import { createViewComposer } from '@/workers/ml/attention/viewComposer';
import { decodeRunCheckpoint, encodeRunCheckpoint, type RunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { type EngineInfo, startEngine } from '@/workers/ml/engine/startEngine';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { createFrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import type { GradientNetwork } from '@/workers/ml/models/gradientNetwork';
import { createNetwork, type Network } from '@/workers/ml/models/network';
import { createSgd, type Sgd } from '@/workers/ml/optim/sgd';
import { createProgressMeter } from '@/workers/ml/train/progressMeter';
import { runWork } from '@/workers/ml/train/runWork';
import { createTrainingClips, stepsPerEpoch } from '@/workers/ml/train/trainingClips';
import { trainRun } from '@/workers/ml/train/trainRun';
import { createTrainStep } from '@/workers/ml/train/trainStep';
import { evaluateRun } from './evaluateRun';
import { loadInitialWeights } from './loadInitialWeights';
import { openStoredBase } from './openStoredBase';
import { backboneOf, openRunData, type RunData } from './runData';
import type { RunHost } from './runHost';

/**
 * A run from its config to its evaluations: open the data, start from the base's or the run's own checkpoint, train, evaluate.
 * Interrupted at any point and called again with the same host, it ends with the same bits.
 * @throws RunStopped when asked to stop; AppError with the reason where the run cannot succeed
 */
export async function executeRun(config: RunConfig, host: RunHost): Promise<void> {
  const problem = clipTooSmall(config.backbone, config.clip);
  if (problem !== null) throw new AppError('config_invalid', `${problem} Create the run again with a larger clip.`);
  const engine = startEngine(host.engine);
  host.log('info', `libtensorflow ${engine.libtensorflow} on ${engine.deviceName}, ${engine.threads} thread(s)`);
  const data = await openRunData(config, host);
  try {
    await runOn(data, { config, host, engine });
  } finally {
    await data.source.close();
  }
}

async function runOn(
  data: RunData,
  { config, host, engine }: Pick<Prepared, 'config' | 'host' | 'engine'>,
): Promise<void> {
  const base = await openBase({ config, data, host, engine });
  const classes = data.classes.length;
  const spec = backboneSpecs[config.backbone];
  const { dropout, momentum, weightDecay, decayOn } = config.recipe;
  const network = createNetwork({ spec, classes, seed: namedStream('weights', config.seed), dropout });
  const optimizer = createSgd({ parameters: network.parameters(), momentum, weightDecay, decayOn });
  try {
    const start = await restore({ config, host, network, optimizer, base: base?.checkpoint ?? null });
    await trainAndEvaluate({ config, host, data, network, optimizer, frozen: base?.frozen ?? null, start, engine });
    sayKnown(host, base?.stored ?? null);
  } finally {
    optimizer.dispose();
    network.dispose();
    base?.frozen.dispose();
  }
}

type Prepared = {
  config: RunConfig;
  host: RunHost;
  data: RunData;
  network: Network;
  optimizer: Sgd;
  frozen: FrozenBase | null;
  start: Start;
  engine: EngineInfo;
};

async function trainAndEvaluate(prepared: Prepared): Promise<void> {
  const { config, host, data, network, optimizer, frozen, start, engine } = prepared;
  const { step: firstStep } = start;
  const perEpoch = stepsPerEpoch(config, data);
  const totalSteps = perEpoch * config.recipe.epochs;
  const finished = start.resumed && firstStep === totalSteps;
  const classes = data.classes.length;
  const work = runWork(config, { steps: totalSteps, testVideos: data.test.length });
  const meter = createProgressMeter({ total: work.total, done: firstStep * work.perStep });
  /** What makes the views; `tuned`: the trained network as it is at that time. */
  const composerOf = (tuned: GradientNetwork) =>
    createViewComposer({
      source: data.source,
      geometry: config.clip,
      backbone: backboneOf(config),
      truth: data.truth,
      finder:
        config.method.saliencyFrom === 'tuned'
          ? createBoxFinder(createSaliencySource(tuned, saliencySetting(config, classes)), config.clip)
          : frozen,
    });
  const saveCheckpoint = async (step: number) => {
    const final = step === totalSteps;
    const epoch = perEpoch === 0 ? 0 : step / perEpoch;
    const bytes = encodeRunCheckpoint({
      step,
      epoch,
      config,
      model: network.stateDict(),
      momentum: final ? new Map() : optimizer.exportState(),
      classes: data.classes,
      provenance: {
        commit: host.paths.sourceCommit ?? 'unknown',
        engine: `libtensorflow ${engine.libtensorflow} ${engine.device}`,
        threads: String(engine.threads),
      },
    });
    await host.saveCheckpoint({ step, epoch, final, bytes });
  };
  if (firstStep < totalSteps) {
    await trainRun({
      config,
      host,
      firstStep,
      totalSteps,
      stepsPerEpoch: perEpoch,
      clipsOf: createTrainingClips(config, data),
      expectClips: (clips) => data.source.expect(clipRequests(clips, backboneOf(config))),
      waitedMs: data.source.waitedMs,
      trainStep: createTrainStep({
        ...{ config, classes, totalSteps, network, optimizer, frozen },
        compose: composerOf(network.evaluation),
      }),
      saveCheckpoint,
      meter,
      workPerStep: work.perStep,
    });
  }
  if (!finished) await saveCheckpoint(totalSteps);
  const trained = createFrozenNetwork({ spec: backboneSpecs[config.backbone], classes, state: network.stateDict() });
  try {
    await evaluateRun({
      config,
      host,
      data,
      network: trained,
      compose: composerOf(trained),
      frozen,
      totalSteps,
      meter,
      work,
    });
  } finally {
    trained.dispose();
  }
}

/** The fixed base of an ablation; null for a base run. */
async function openBase({ config, data, host, engine }: Pick<Prepared, 'config' | 'data' | 'host' | 'engine'>) {
  if (config.training.secondView === 'none') return null;
  const bytes = await host.loadBaseCheckpoint();
  if (!bytes)
    throw new AppError('checkpoint_missing', 'The base run has no final checkpoint. Retry the base run first.');
  const checkpoint = decodeRunCheckpoint(bytes);
  if (checkpoint.config.backbone !== config.backbone || checkpoint.classes.length !== data.classes.length) {
    throw new AppError(
      'checkpoint_invalid',
      `The base run trained ${checkpoint.config.backbone} on ${checkpoint.classes.length} classes; this run needs ${config.backbone} on ${data.classes.length}. Choose another base run.`,
    );
  }
  const classes = data.classes.length;
  const network = createFrozenNetwork({ spec: backboneSpecs[config.backbone], classes, state: checkpoint.model });
  const frozen = createFrozenBase(network, saliencySetting(config, classes));
  const stored = await openStoredBase(frozen, { config, host, data, model: checkpoint.model, engine });
  return { checkpoint, frozen: stored ?? frozen, stored };
}

function sayKnown(host: RunHost, stored: StoredBase | null): void {
  if (!stored) return;
  const { known, made } = stored.counts;
  host.log('info', `Answers of the base about batches of clips: ${known} known on this host, ${made} computed.`);
}

function saliencySetting(config: RunConfig, classes: number): SaliencySetting {
  return { backbone: backboneOf(config), geometry: config.clip, classes, loss: config.recipe.loss };
}

/** Where a run begins: after so many steps, of a checkpoint of its own or from the start. */
type Start = { step: number; resumed: boolean };

/** Weights and momentum of the run's own newest checkpoint, else the base's weights, else imported or fresh ones. */
async function restore(input: {
  config: RunConfig;
  host: RunHost;
  network: Network;
  optimizer: Sgd;
  base: RunCheckpoint | null;
}): Promise<Start> {
  const { config, host, network, optimizer, base } = input;
  const bytes = await host.loadCheckpoint();
  if (!bytes) {
    if (base) network.loadStateDict(base.model);
    else await loadInitialWeights({ config, host, network });
    return { step: 0, resumed: false };
  }
  const checkpoint = decodeRunCheckpoint(bytes);
  if (trainedWith(checkpoint.config) !== trainedWith(config)) {
    throw new AppError(
      'checkpoint_invalid',
      'The checkpoint was made with another config. Clone the run to train afresh.',
    );
  }
  network.loadStateDict(checkpoint.model);
  if (checkpoint.momentum.size > 0) optimizer.importState(checkpoint.momentum);
  if (Number(checkpoint.provenance.threads) !== host.engine.threads) {
    host.log(
      'warn',
      `Resumed with ${host.engine.threads} threads after ${checkpoint.provenance.threads}: the last bits may differ.`,
    );
  }
  host.log('info', `Resumed after step ${checkpoint.step}.`);
  return { step: checkpoint.step, resumed: true };
}

/** What the weights depend on: a run that has finished may be asked for further rows, which are evaluated and not trained. */
function trainedWith(config: RunConfig): string {
  const { evaluations: _, galleryMiB: __, ...trained } = runConfigSchema.parse(config);
  return JSON.stringify(trained);
}
