import { dispose } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import type { Layer } from '@/workers/ml/layers/layer';
import { runPass } from './runPass';

/** Gradient of some objective at the logits (N, T_out, classes), given their values. */
export type LogitGradient = (logits: Float32Array, shape: readonly number[]) => Float32Array;

/** A network as evaluation and saliency see it: running statistics, no dropout, weights that are not touched. */
export type GradientNetwork = {
  /** @param x (N, T, H, W, 3) float32, normalised @returns logits (N, T_out, classes), the caller's */
  forward(x: Tensor): Tensor;
  /** One forward and one backward pass to the input. @returns the logits, and the objective's gradient at x (N, T, H, W, 3) */
  inputGradient(x: Tensor, dLogitsOf: LogitGradient): { logits: Tensor; gradient: Tensor };
  /** The activations of the last stage (N, T', H', W', C) and the objective's gradient at them; needs no backward pass through the stages. */
  stageGradient(x: Tensor, dLogitsOf: LogitGradient): { logits: Tensor; activations: Tensor; gradient: Tensor };
};

const evaluation = { training: false } as const;

/**
 * @param name of its own for every kind of network with ops of its own: passes are known by it
 * @param body trunk, then head; released as a whole where a pass fails
 */
export function createGradientNetwork(options: {
  name: string;
  trunk: Layer;
  head: Layer;
  body: Layer;
}): GradientNetwork {
  const { name, trunk, head, body } = options;
  const parameters = body.parameters();

  function guarded<Result>(kind: keyof GradientNetwork, { shape }: Tensor, pass: () => Result): Result {
    try {
      return runPass(`${name}, evaluation, ${kind} of ${shape.join(' x ')}`, parameters, pass);
    } catch (error) {
      body.release();
      throw error;
    }
  }

  function backward(layer: Layer, logits: Tensor, dLogitsOf: LogitGradient): Tensor {
    const dLogits = shareTensor(dLogitsOf(readTensor(logits), logits.shape), logits.shape);
    const gradient = layer.backward(dLogits, { weights: false, input: true });
    dispose(dLogits);
    if (!gradient) throw new Error(`${name} returned no gradient`);
    return gradient;
  }

  return {
    forward: (x) => guarded('forward', x, () => body.forward(x, { ...evaluation, keep: false })),
    inputGradient: (x, dLogitsOf) =>
      guarded('inputGradient', x, () => {
        const logits = body.forward(x, { ...evaluation, keep: true });
        return { logits, gradient: backward(body, logits, dLogitsOf) };
      }),
    stageGradient: (x, dLogitsOf) =>
      guarded('stageGradient', x, () => {
        const activations = trunk.forward(x, { ...evaluation, keep: false });
        const logits = head.forward(activations, { ...evaluation, keep: true });
        return { logits, activations, gradient: backward(head, logits, dLogitsOf) };
      }),
  };
}
