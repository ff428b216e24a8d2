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
import { runPass } from './runPass';
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
 * A network of the family that can train, with the weights of a state, or first ones drawn from a seed.
 * @param dropout instead of the spec's
 * @throws AppError('checkpoint_invalid') where names or shapes of the state do not fit
 */
export function createNetwork(options: NetworkOptions): Network {
  const { spec, classes } = options;
  const shapes = stateShapes(spec, classes);
  const { parts, arrays } = build(options, shapes);
  const { body } = parts;
  const parameters = body.parameters();
  let lastForward = '';

  /**
   * One forward or backward pass. After an error nothing half-done is left: no activations, no partial gradients, no new running
   * statistics.
   */
  function pass<Result>(key: string, run: () => Result): Result {
    try {
      return runPass(`${spec.name}, ${key}`, parameters, run);
    } catch (error) {
      body.release();
      for (const parameter of parameters) parameter.clearGradient();
      throw error;
    }
  }

  return {
    spec,
    classes,
    evaluation: createGradientNetwork({ name: spec.name, ...parts }),
    forward(x, { training, frozenNorms, dropoutSeed, keep = true }) {
      lastForward = `forward, ${JSON.stringify([x.shape, training, frozenNorms, keep])}`;
      const logits = pass(lastForward, () => body.forward(x, { training, frozenNorms, keep, dropoutSeed }));
      body.commit();
      return logits;
    },
    backward(dLogits, want) {
      const [first] = parameters;
      const update = [first?.gradient !== undefined, first?.onGradient !== undefined];
      const key = `backward of ${lastForward}, ${JSON.stringify([want.weights, want.input, update])}`;
      return pass(key, () => ({ input: body.backward(dLogits, want) }));
    },
    parameters: () => parameters,
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
      write(arrays, state, arrays.keys());
    },
    dispose: () => body.dispose(),
  };
}

type NetworkOptions = { spec: BackboneSpec; classes: number; dropout?: number } & (
  | { seed: number }
  | { state: StateDict }
);
type NamedArrays = ReadonlyMap<string, Pick<StateArray, 'read' | 'write'>>;

/** In a function of its own, because what a closure could see lives as long as the closure: a state is to be let go of. */
function build(options: NetworkOptions, shapes: ReadonlyMap<string, readonly number[]>) {
  const { spec, classes, dropout = spec.head.dropout } = options;
  if ('state' in options) checkStateDict(options.state, shapes, spec.name);
  const first = 'state' in options ? weightsOf(options.state) : drawnWeights(spec, options.seed);
  const unit = ({ convolution, norm, normSpec, geometry, relu }: UnitSite) => {
    const name = `${convolution}.weight`;
    const values = first.convolution(name, torchWeightShape(geometry.kernel, geometry.inputs, geometry.outputs));
    return createConvolutionUnit({ geometry, weight: { name, values }, norm: { ...normSpec, name: norm }, relu });
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
        values: first.classifier(classes, features),
      }),
  });
  const arrays: NamedArrays = new Map(
    [...parts.body.parameters(), ...parts.body.state()].map((array) => [array.name, array]),
  );
  // The large arrays are there already; a second copy of them would double the memory that loading takes.
  if ('state' in options) {
    write(
      arrays,
      options.state,
      [...shapes].flatMap(([name, shape]) => (shape.length === 1 ? [name] : [])),
    );
  }
  return { parts, arrays };
}

function write(arrays: NamedArrays, state: StateDict, names: Iterable<string>): void {
  for (const name of names) {
    const entry = state.get(name);
    if (entry) arrays.get(name)?.write(entry.data);
  }
}

/** Values of the convolutions, asked for in the order of the state dict, and of the classifier. */
type FirstWeights = {
  convolution(name: string, shape: readonly number[]): Float32Array;
  classifier(classes: number, features: number): { weight: Float32Array; bias: Float32Array };
};

function drawnWeights(spec: BackboneSpec, seed: number): FirstWeights {
  const { convolution, classifier } = createInitialWeights(spec, seed);
  return { convolution: (_, shape) => convolution(shape), classifier };
}

function weightsOf(state: StateDict): FirstWeights {
  const values = (name: string) => state.get(name)?.data ?? new Float32Array();
  return {
    convolution: values,
    classifier: () => ({ weight: values('fc.weight'), bias: values('fc.bias') }),
  };
}
