/** Filter of a one-dimensional resize: output o = sum over k < width of weights[o * width + k] * input[first[o] + k]. */
export type Taps = { first: Int32Array; weights: Float64Array; width: number };

const lobes = 3;

/**
 * Lanczos-3 from `from` to `to` samples with half-pixel centres. Where it shrinks, the filter is stretched by the ratio,
 * so that it is a low-pass; taps beyond the border are left out and the rest normalised to the sum 1.
 */
export function lanczosTaps(from: number, to: number): Taps {
  const ratio = from / to;
  const stretch = Math.max(1, ratio);
  const width = Math.min(from, Math.ceil(2 * lobes * stretch) + 1);
  const first = new Int32Array(to);
  const weights = new Float64Array(to * width);
  for (let o = 0; o < to; o++) {
    const centre = (o + 0.5) * ratio;
    const start = Math.max(0, Math.min(from - width, Math.floor(centre - lobes * stretch)));
    const row = weights.subarray(o * width, (o + 1) * width);
    let sum = 0;
    for (let k = 0; k < width; k++) {
      row[k] = lanczos((start + k + 0.5 - centre) / stretch);
      sum += row[k] ?? 0;
    }
    for (let k = 0; k < width; k++) row[k] = (row[k] ?? 0) / sum;
    first[o] = start;
  }
  return { first, weights, width };
}

function lanczos(x: number): number {
  return Math.abs(x) < lobes ? sinc(x) * sinc(x / lobes) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
