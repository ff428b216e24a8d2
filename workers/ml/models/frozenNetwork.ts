import { createBiasRelu } from '@/workers/ml/layers/biasRelu';
import { createClassifierHead } from '@/workers/ml/layers/classifierHead';
import { createFrozenUnit } from '@/workers/ml/layers/frozenUnit';
import { assembleBackbone, type Backbone } from './assembleBackbone';
import type { UnitSite } from './backboneLayout';
import type { BackboneSpec } from './backboneSpec';
import { foldBatchNorm } from './foldBatchNorm';
import { createGradientNetwork, type GradientNetwork } from './gradientNetwork';
import { checkStateDict, type StateDict } from './stateDict';
import { stateShapes } from './stateShapes';

/** A network in evaluation mode whose weights never change: batch norms folded into the convolutions, no dropout. */
export type FrozenNetwork = GradientNetwork & {
  readonly spec: BackboneSpec;
  readonly classes: number;
  dispose(): void;
};

/** Freeze a trained network as it is now; it may be changed or disposed afterwards. */
export function freeze(source: { spec: BackboneSpec; classes: number; stateDict(): StateDict }): FrozenNetwork {
  return createFrozenNetwork({ spec: source.spec, classes: source.classes, state: source.stateDict() });
}

/** @throws AppError('checkpoint_invalid') where names or shapes of the state do not fit the spec */
export function createFrozenNetwork(options: { spec: BackboneSpec; classes: number; state: StateDict }): FrozenNetwork {
  const { spec, classes, state } = options;
  checkStateDict(state, stateShapes(spec, classes), spec.name);
  const parts = frozenParts(options);
  return {
    spec,
    classes,
    ...createGradientNetwork({ name: `frozen ${spec.name}`, ...parts }),
    dispose: () => parts.body.dispose(),
  };
}

/** In a function of its own, because what a closure could see lives as long as the closure: the state is to be let go of. */
function frozenParts({ spec, classes, state }: { spec: BackboneSpec; classes: number; state: StateDict }): Backbone {
  const values = (name: string) => state.get(name)?.data ?? new Float32Array();
  const fold = (site: UnitSite) =>
    foldBatchNorm(
      values(`${site.convolution}.weight`),
      {
        gamma: values(`${site.norm}.weight`),
        beta: values(`${site.norm}.bias`),
        mean: values(`${site.norm}.running_mean`),
        variance: values(`${site.norm}.running_var`),
      },
      site,
    );
  const unit = (site: UnitSite) => createFrozenUnit({ ...fold(site), geometry: site.geometry, relu: site.relu });
  return assembleBackbone(spec, {
    unit,
    stem(site, pools) {
      if (pools.length === 0) return [unit(site)];
      const { weight, bias } = fold(site);
      return [
        createFrozenUnit({ weight, bias: null, geometry: site.geometry, relu: false }),
        ...pools,
        createBiasRelu(bias),
      ];
    },
    head: (features) =>
      createClassifierHead({
        kernel: spec.head.kernel,
        features,
        classes,
        dropout: 0,
        values: { weight: values('fc.weight'), bias: values('fc.bias') },
      }),
  });
}
