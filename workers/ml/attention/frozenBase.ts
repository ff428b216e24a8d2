import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { type BoxFinder, createBoxFinder } from './boxFinder';
import { createSaliencySource, type SaliencySetting } from './saliencySource';

/** The base network, fixed and in eval mode: one branch of late fusion, and where asked what finds the boxes. */
export type FrozenBase = BoxFinder & { dispose(): void };

export function createFrozenBase(network: FrozenNetwork, setting: SaliencySetting): FrozenBase {
  const source = createSaliencySource(network, setting);
  return { ...createBoxFinder(source, setting.geometry), dispose: () => network.dispose() };
}
