import { scope } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createClassifierHead } from '@/workers/ml/layers/classifierHead';
import { createConvolutionUnit } from '@/workers/ml/layers/convolutionUnit';
import type { StateArray, Want } from '@/workers/ml/layers/layer';
import type { Parameter } from '@/workers/ml/layers/parameter';
import { createRelu } from '@/workers/ml/layers/relu';
import { torchWeightShape } from '@/workers/ml/layers/weightLayout';
import { assembleBackbone } from './assembleBackbone';
import type { UnitSite } from './backboneLayout';
import type { BackboneSpec } from './backboneSpec';
import { createGradientNetwork, type GradientNetwork } from './gradientNetwork';
import { createInitialWeights } from './initialWeights';
import { checkStateDict, type StateDict } from './stateDict';
import { stateShapes } from './stateShapes';

export type NetworkMode = {
  /** Batch statistics (which also move the running ones) and dropout, or running statistics and no dropout. */
  training: boolean;
  /** Batch norms use their running statistics in training too, and leave them as they are; their scale and shift still learn. */
  frozenNorms?: boolean;
  /** Seed of this step's dropout masks; needed in training where the spec has dropout. */
  dropoutSeed?: number;
  /** false: no backward pass will follow, nothing is remembered. Default true. */
  keep?: boolean;
};

export type Network = {
  readonly spec: BackboneSpec;
  readonly classes: number;
  /** @param x (N, T, H, W, 3) float32, normalised @returns logits (N, T_out, classes), the caller's */
  forward(x: Tensor, mode: NetworkMode): Tensor;
  /**
   * Gradients of the last kept forward pass: added to the parameters' gradients where weights are wanted, returned for x where
   * the input is.
   */
  backward(dLogits: Tensor, want: Want): { input?: Tensor };
  /** The network as it is now, in evaluation mode. Not to be used between a kept forward pass and its backward pass. */
  readonly evaluation: GradientNetwork;
  parameters(): Parameter[];
  /** Parameters and running statistics in PyTorch's names, order, shapes and layout. */
  stateDict(): StateDict;
  /** @throws AppError('checkpoint_invalid') where names or shapes differ */
  loadStateDict(state: StateDict): void;
  dispose(): void;
};

/**
 * A network of the family that can train, with first weights drawn from the seed.
 * @param dropout instead of the spec's
 */
export function createNetwork(options: {
  spec: BackboneSpec;
  classes: number;
  seed: number;
  dropout?: number;
}): Network {
  const { spec, classes, seed, dropout = spec.head.dropout } = options;
  const initial = createInitialWeights(spec, seed);
  const unit = ({ convolution, norm, normSpec, geometry, relu }: UnitSite) => {
    const values = initial.convolution(torchWeightShape(geometry.kernel, geometry.inputs, geometry.outputs));
    const weight = { name: `${convolution}.weight`, values };
    return createConvolutionUnit({ geometry, weight, norm: { ...normSpec, name: norm }, relu });
  };
  const parts = assembleBackbone(spec, {
    unit,
    stem: (site, pools) =>
      pools.length === 0 ? [unit(site)] : [unit({ ...site, relu: false }), ...pools, createRelu()],
    head: (features) =>
      createClassifierHead({
        kernel: spec.head.kernel,
        features,
        classes,
        dropout,
        values: initial.classifier(classes, features),
      }),
  });
  const { body } = parts;
  const shapes = stateShapes(spec, classes);
  const arrays = new Map<string, Pick<StateArray, 'read' | 'write'>>(
    [...body.parameters(), ...body.state()].map((array) => [array.name, array]),
  );

  /** After an error nothing half-done is left: no activations, no partial gradients, no new running statistics. */
  function guarded<Result>(pass: () => Result): Result {
    try {
      return scope(pass);
    } catch (error) {
      body.release();
      for (const parameter of body.parameters()) parameter.clearGradient();
      throw error;
    }
  }

  return {
    spec,
    classes,
    evaluation: createGradientNetwork({ name: spec.name, ...parts }),
    forward(x, { training, frozenNorms, dropoutSeed, keep = true }) {
      const logits = guarded(() => body.forward(x, { training, frozenNorms, keep, dropoutSeed }));
      body.commit();
      return logits;
    },
    backward: (dLogits, want) => guarded(() => ({ input: body.backward(dLogits, want) })),
    parameters: () => body.parameters(),
    stateDict() {
      const state: StateDict = new Map();
      for (const [name, shape] of shapes) {
        const data = arrays.get(name)?.read();
        if (data) state.set(name, { shape: [...shape], data });
      }
      return state;
    },
    loadStateDict(state) {
      checkStateDict(state, shapes, spec.name);
      for (const [name, array] of arrays) {
        const entry = state.get(name);
        if (entry) array.write(entry.data);
      }
    },
    dispose: () => body.dispose(),
  };
}
