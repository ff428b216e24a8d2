import { AppError } from '@/domain/errors';
import type { RunConfig } from '@/domain/runConfig';
import { decodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import type { Network } from '@/workers/ml/models/network';
import type { RunHost } from './runHost';

/**
 * Imported weights that a base run starts from, where it has such; a head of another class count keeps the values of the seed.
 * @throws AppError checkpoint_invalid where they belong to another backbone
 */
export async function loadInitialWeights(run: { config: RunConfig; host: RunHost; network: Network }): Promise<void> {
  const { config, host, network } = run;
  const bytes = await host.loadInitialWeights();
  if (!bytes) return;
  const weights = decodeWeightsFile(bytes);
  if (weights.backbone !== config.backbone) {
    throw new AppError(
      'checkpoint_invalid',
      `The imported weights are those of ${weights.backbone}; this run trains ${config.backbone}. Choose weights that fit, or import them again for this backbone.`,
    );
  }
  const hasHead = weights.classes === network.classes;
  if (!hasHead && config.recipe.epochs === 0) {
    const found = weights.classes === null ? 'have no classifier' : `classify ${weights.classes} classes`;
    throw new AppError(
      'checkpoint_invalid',
      `The imported weights ${found}, but the data set has ${network.classes}: they cannot be evaluated as they are. Train Base from them instead.`,
    );
  }
  const kept = [...weights.model].filter(([name]) => hasHead || !name.startsWith('fc.'));
  network.loadStateDict(new Map([...network.stateDict(), ...kept]));
  host.log('info', `Starts from imported weights${hasHead ? '' : ', with a new classifier'}.`);
}
