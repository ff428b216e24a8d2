import type { RunConfig } from '@/domain/runConfig';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import { createStoredBase, type StoredBase } from '@/workers/ml/attention/storedBase';
import { ffmpegVersion } from '@/workers/ml/data/ffmpeg/ffmpegVersion';
import type { EngineInfo } from '@/workers/ml/engine/startEngine';
import type { StateDict } from '@/workers/ml/models/stateDict';
import { baseKey } from '@/workers/ml/saliency/store/baseKey';
import { createBatchKeys } from '@/workers/ml/saliency/store/batchKeys';
import { openRecordStore } from '@/workers/ml/saliency/store/openRecordStore';
import type { RunData } from './runData';
import type { RunHost } from './runHost';

/**
 * The frozen base with what it has been asked on this host before; null where the host keeps nothing, or the run asks it nothing. The fixed base sees the same clips in every run of a seed: training clips are a function of seed, epoch and
 * position, and test clips are fixed.
 */
export async function openStoredBase(
  base: FrozenBase,
  run: { config: RunConfig; host: RunHost; data: RunData; model: StateDict; engine: EngineInfo },
): Promise<StoredBase | null> {
  const { config, host, data, model, engine } = run;
  const { backbone, clip: geometry, recipe, training, method } = config;
  const findsBoxes = training.secondView === 'attention' && method.saliencyFrom === 'base';
  if (!host.saliencyStore || !(findsBoxes || training.fusion === 'late_fusion')) return null;
  const version = await ffmpegVersion(host.paths.ffmpegPath);
  const facts = { model, backbone, geometry, classes: data.classes.length, loss: recipe.loss, engine };
  const key = baseKey({ ...facts, ffmpegVersion: version });
  const store = openRecordStore({
    ...host.saliencyStore,
    folder: key.slice(0, 32),
    onStop: (reason) =>
      host.log('warn', `What the base says of clips is no longer kept for other runs, this run goes on: ${reason}`),
  });
  return createStoredBase(base, store, await createBatchKeys(key, [...data.train, ...data.test]));
}
