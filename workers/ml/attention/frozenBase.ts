import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createSaliencySource, type SaliencySetting, type SaliencySource } from './saliencySource';

/** The base network, fixed and in eval mode: one branch of late fusion, and where asked the source of saliency. */
export type FrozenBase = SaliencySource & { dispose(): void };

export function createFrozenBase(network: FrozenNetwork, setting: SaliencySetting): FrozenBase {
  return { ...createSaliencySource(network, setting), dispose: () => network.dispose() };
}
