import type { UnitSite } from './backboneLayout';

export type NormArrays = { gamma: Float32Array; beta: Float32Array; mean: Float32Array; variance: Float32Array };

/**
 * The convolution that equals convolution + batch norm with running statistics: w' = w gamma / sqrt(variance + epsilon),
 * b' = beta - mean gamma / sqrt(variance + epsilon), in float64.
 * @param weight (O, I, t, h, w)
 */
export function foldBatchNorm(
  weight: Float32Array,
  { gamma, beta, mean, variance }: NormArrays,
  { normSpec: { epsilon }, geometry: { outputs } }: UnitSite,
): { weight: Float32Array; bias: Float32Array } {
  const folded = new Float32Array(weight.length);
  const bias = new Float32Array(outputs);
  const size = weight.length / outputs;
  for (let o = 0; o < outputs; o++) {
    const factor = (gamma[o] as number) / Math.sqrt((variance[o] as number) + epsilon);
    bias[o] = (beta[o] as number) - (mean[o] as number) * factor;
    for (let k = o * size; k < (o + 1) * size; k++) folded[k] = (weight[k] as number) * factor;
  }
  return { weight: folded, bias };
}
