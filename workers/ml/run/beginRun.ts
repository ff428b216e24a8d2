import { AppError } from '@/domain/errors';
import { namedStream } from '@/domain/random';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { createFrozenBase, type FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { StoredBase } from '@/workers/ml/attention/storedBase';
import { decodeRunCheckpoint, type RunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import type { EngineInfo } from '@/workers/ml/engine/startEngine';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { createFrozenNetwork, type FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createNetwork, type Network } from '@/workers/ml/models/network';
import { createSgd, type Sgd } from '@/workers/ml/optim/sgd';
import { loadInitialWeights } from './loadInitialWeights';
import { openStoredBase } from './openStoredBase';
import type { RunData } from './runData';
import type { RunHost } from './runHost';
import { saliencySetting } from './saliencySetting';

/** A run that is to be trained from after so many steps on. */
export type Begun = { step: number; network: Network; optimizer: Sgd };

type Beginning = {
  /** The fixed base of an ablation, and what is known of it on this host; null for a base run. */
  base: { frozen: FrozenBase; stored: StoredBase | null } | null;
  /** Where the training is finished, the network is there to be evaluated alone. */
  start: Begun | { trained: FrozenNetwork };
};

type Run = { config: RunConfig; host: RunHost; data: RunData; engine: EngineInfo; totalSteps: number };

/**
 * The networks of a run as they are where it begins: of its own newest checkpoint, else with the base's weights, else with imported
 * or fresh ones. Nothing that is returned refers to the checkpoints they are made from.
 * @throws AppError checkpoint_missing, checkpoint_invalid
 */
export async function beginRun(run: Run): Promise<Beginning> {
  const model = await loadBase(run);
  const base = model && (await freezeBase(model, run));
  try {
    return { base, start: await startOf(run, model) };
  } catch (error) {
    base?.frozen.dispose();
    throw error;
  }
}

/** Weights of the fixed base of an ablation; null for a base run. */
async function loadBase({ config, host, data }: Run): Promise<RunCheckpoint['model'] | null> {
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
  return checkpoint.model;
}

async function freezeBase(model: RunCheckpoint['model'], run: Run): Promise<NonNullable<Beginning['base']>> {
  const { config, data } = run;
  const classes = data.classes.length;
  const network = createFrozenNetwork({ spec: backboneSpecs[config.backbone], classes, state: model });
  const frozen = createFrozenBase(network, saliencySetting(config, classes));
  const stored = await openStoredBase(frozen, { ...run, model });
  return { frozen: stored ?? frozen, stored };
}

async function startOf(run: Run, base: RunCheckpoint['model'] | null): Promise<Beginning['start']> {
  const { config, host, data, totalSteps } = run;
  const spec = backboneSpecs[config.backbone];
  const classes = data.classes.length;
  const { dropout, momentum, weightDecay, decayOn } = config.recipe;
  const own = await loadOwn(run);
  if (own?.step === totalSteps) return { trained: createFrozenNetwork({ spec, classes, state: own.model }) };
  const state = own?.model ?? base;
  const first = state ? { state } : { seed: namedStream('weights', config.seed) };
  const network = createNetwork({ spec, classes, dropout, ...first });
  const optimizer = createSgd({ parameters: network.parameters(), momentum, weightDecay, decayOn });
  try {
    if (own && own.momentum.size > 0) optimizer.importState(own.momentum);
    if (!state) await loadInitialWeights({ config, host, network });
    return { step: own?.step ?? 0, network, optimizer };
  } catch (error) {
    optimizer.dispose();
    network.dispose();
    throw error;
  }
}

/** The run's own newest checkpoint; null where it has none. */
async function loadOwn({ config, host }: Run): Promise<RunCheckpoint | null> {
  const bytes = await host.loadCheckpoint();
  if (!bytes) return null;
  const checkpoint = decodeRunCheckpoint(bytes);
  if (trainedWith(checkpoint.config) !== trainedWith(config)) {
    throw new AppError(
      'checkpoint_invalid',
      'The checkpoint was made with another config. Clone the run to train afresh.',
    );
  }
  if (Number(checkpoint.provenance.threads) !== host.engine.threads) {
    host.log(
      'warn',
      `Resumed with ${host.engine.threads} threads after ${checkpoint.provenance.threads}: the last bits may differ.`,
    );
  }
  host.log('info', `Resumed after step ${checkpoint.step}.`);
  return checkpoint;
}

/** What the weights depend on: a run that has finished may be asked for further rows, which are evaluated and not trained. */
function trainedWith(config: RunConfig): string {
  const { evaluations: _, galleryMiB: __, ...trained } = runConfigSchema.parse(config);
  return JSON.stringify(trained);
}
