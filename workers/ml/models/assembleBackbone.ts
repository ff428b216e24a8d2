import type { PoolWindow } from '@/workers/ml/engine/ops/nativeMaxPool';
import type { Layer } from '@/workers/ml/layers/layer';
import { createMaxPool } from '@/workers/ml/layers/maxPool';
import { createResidualBlock } from '@/workers/ml/layers/residualBlock';
import { createSequence } from '@/workers/ml/layers/sequence';
import { backboneLayout, type UnitSite } from './backboneLayout';
import type { BackboneSpec } from './backboneSpec';

/** Makes the parts that differ between a network that trains and a frozen one; asked in the order of the state dict. */
export type PartMaker = {
  unit(site: UnitSite): Layer;
  /**
   * The stem with the max pools that follow it at once. ReLU and bias come after the pool: both are monotonic, so that values
   * and gradients stay the same to the bit, and the pool leaves them a fraction of the work.
   */
  stem(site: UnitSite, pools: Layer[]): Layer[];
  head(features: number): Layer;
};

/** `trunk`: volume (N, T, H, W, 3) to the activations of the last stage; `head`: those to logits (N, T_out, classes); `body`: both. */
export type Backbone = { trunk: Layer; head: Layer; body: Layer };

/** A network as the spec says, from the parts of the maker. */
export function assembleBackbone(spec: BackboneSpec, maker: PartMaker): Backbone {
  const { stem, stages, features } = backboneLayout(spec);
  const poolsAfter = (stage: number) =>
    spec.pools.filter((pool) => pool.afterStage === stage).map((pool: PoolWindow) => createMaxPool(pool));
  const layers = maker.stem(stem, poolsAfter(0));
  stages.forEach((blocks, index) => {
    for (const { units, shortcut } of blocks) {
      layers.push(createResidualBlock(units.map(maker.unit), shortcut && maker.unit(shortcut)));
    }
    layers.push(...poolsAfter(index + 1));
  });
  const trunk = createSequence(layers);
  const head = maker.head(features);
  return { trunk, head, body: createSequence([trunk, head]) };
}
