import type { Tensor } from '@/workers/ml/engine/tensor';
import type { Parameter } from './parameter';

export type ForwardMode = {
  /** Batch statistics and dropout (true), or running statistics and no dropout. */
  training: boolean;
  /** Batch norms use their running statistics in training too, and leave them as they are. */
  frozenNorms?: boolean;
  /** Remember what `backward` will need. */
  keep: boolean;
  /** Seed of the dropout masks; needed where training meets dropout. */
  dropoutSeed?: number;
};

/** Which gradients a backward pass is to compute. */
export type Want = { weights: boolean; input: boolean };

/** An array of state that is no parameter: running statistics. */
export type StateArray = {
  name: string;
  shape: readonly number[];
  read(): Float32Array;
  write(values: Float32Array): void;
};

/**
 * A differentiable step. Tensors at its border are (N, T, H, W, C), borrowed from the caller when they come in and handed over
 * when they go out. What `backward` needs of x and y a layer holds by handles of its own: the caller may free both at once.
 */
export type Layer = {
  forward(x: Tensor, mode: ForwardMode): Tensor;
  /** relu(forward(x) + side) in one pass, where a layer without ReLU of its own can; its `backward` takes the gradient before that ReLU. */
  forwardJoined?(x: Tensor, side: Tensor, mode: ForwardMode): Tensor;
  /**
   * Gradients of the last kept forward pass, which is forgotten with it: adds to the gradients of the parameters where
   * weights are wanted, returns the gradient at x where the input is.
   */
  backward(dy: Tensor, want: Want): Tensor | undefined;
  /** Take over the running statistics of the last training pass, once the whole pass has succeeded. */
  commit(): void;
  /** Forget what a kept forward pass remembered. */
  release(): void;
  /** Free everything. */
  dispose(): void;
  parameters(): Parameter[];
  state(): StateArray[];
};

/** The parts of a layer that has neither parameters nor state. */
export const stateless = {
  commit: () => undefined,
  dispose: () => undefined,
  parameters: (): Parameter[] => [],
  state: (): StateArray[] => [],
};
