/**
 * Exponential moving average over the whole curve, without the pull of the start towards zero:
 * s_n = sum_i w^(n-i) v_i / sum_i w^(n-i) over the finite values up to n.
 * @param weight in [0, 1): 0 = the curve itself
 * @returns as many values; NaN where the curve is NaN or infinite (those do not enter the average)
 */
export function smoothSeries(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let sum = 0;
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      smoothed[index] = Number.NaN;
      continue;
    }
    sum = weight * sum + value;
    total = weight * total + 1;
    smoothed[index] = sum / total;
  }
  return smoothed;
}
