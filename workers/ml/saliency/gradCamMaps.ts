import { bilinearTaps } from '@/workers/ml/views/bilinearTaps';

/**
 * Grad-CAM of the last stage: channels weighted by the mean of their gradient over time and space, summed, negative parts dropped;
 * every time step is brought to the size of the view (bilinear, half-pixel centres), and the maximum over time is the map.
 * @param activations, gradient (N, T', H', W', C)
 * @returns (N, height, width), non-negative; NaN or infinite where an activation or gradient is
 */
export function gradCamMaps(
  activations: Float32Array,
  gradient: Float32Array,
  options: { shape: readonly number[]; height: number; width: number },
): Float32Array {
  const [n = 0, steps = 0, rows = 0, columns = 0, channels = 0] = options.shape;
  const { height, width } = options;
  const maps = new Float32Array(n * height * width);
  const places = steps * rows * columns;
  for (let clip = 0; clip < n; clip++) {
    const at = clip * places * channels;
    const weights = new Float64Array(channels);
    for (let i = 0; i < places * channels; i++) {
      const c = i % channels;
      weights[c] = (weights[c] as number) + (gradient[at + i] as number) / places;
    }
    const coarse = new Float64Array(places);
    for (let place = 0; place < places; place++) {
      let sum = 0;
      for (let c = 0; c < channels; c++)
        sum += (activations[at + place * channels + c] as number) * (weights[c] as number);
      coarse[place] = Math.max(0, sum);
    }
    fitSinglePrecision(coarse);
    const map = maps.subarray(clip * height * width, (clip + 1) * height * width);
    for (let t = 0; t < steps; t++)
      enlargeMax(coarse.subarray(t * rows * columns), { rows, columns, height, width }, map);
  }
  return maps;
}

/** Values that single precision would round to zero or infinity are brought near 1: a map is only ever compared with itself. */
function fitSinglePrecision(coarse: Float64Array): void {
  const largest = coarse.reduce((most, value) => Math.max(most, value), 0);
  if (!(largest > 0 && largest < Infinity) || (largest >= 2 ** -102 && largest <= 2 ** 127)) return;
  for (let place = 0; place < coarse.length; place++) coarse[place] = (coarse[place] as number) / largest;
}

/** map = max(map, coarse (rows, columns) at the size of the map). */
function enlargeMax(
  coarse: Float64Array,
  { rows, columns, height, width }: { rows: number; columns: number; height: number; width: number },
  map: Float32Array,
): void {
  const down = bilinearTaps(rows, height);
  const across = bilinearTaps(columns, width);
  for (let y = 0; y < height; y++) {
    const upper = (down.low[y] as number) * columns;
    const lower = (down.high[y] as number) * columns;
    const share = down.weight[y] as number;
    for (let x = 0; x < width; x++) {
      const [left, right, part] = [across.low[x] as number, across.high[x] as number, across.weight[x] as number];
      const above = (1 - part) * (coarse[upper + left] as number) + part * (coarse[upper + right] as number);
      const below = (1 - part) * (coarse[lower + left] as number) + part * (coarse[lower + right] as number);
      const value = (1 - share) * above + share * below;
      const i = y * width + x;
      if (value > (map[i] as number) || Number.isNaN(value)) map[i] = value;
    }
  }
}
