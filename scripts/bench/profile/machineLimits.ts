import { convolution2d } from '@/workers/ml/engine/ops/convolution2d';
import { relu } from '@/workers/ml/engine/ops/elementwise';
import { scope } from '@/workers/ml/engine/scope';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor } from '@/workers/ml/engine/transfer';

/** The best that the running engine reaches here: operations a second in a convolution, bytes a second through memory. */
export type MachineLimits = { flopPerSecond: number; bytesPerSecond: number };

const convolutions = [
  { x: [8, 28, 28, 128], filter: [3, 3, 128, 128] },
  { x: [8, 56, 56, 64], filter: [3, 3, 64, 64] },
  { x: [8, 14, 14, 256], filter: [3, 3, 256, 256] },
  { x: [8, 56, 56, 256], filter: [1, 1, 256, 64] },
];
/** Far larger than a core's own caches: 128 MiB. */
const large = [32, 1024, 1024];

/** Measured in this process, best of many calls. */
export function measureLimits(): MachineLimits {
  const rates = convolutions.map(({ x, filter }) =>
    scope(() => {
      const [input, weight] = [tensorOf(x), tensorOf(filter)];
      const flop = (2 * elementCount(x) * elementCount(filter)) / (filter[2] ?? 1);
      return flop / best(() => void convolution2d(input, weight, { strides: [1, 1], padding: 'SAME' }));
    }),
  );
  const bytesPerSecond = scope(() => {
    const x = tensorOf(large);
    return (2 * 4 * elementCount(large)) / best(() => void relu(x));
  });
  return { flopPerSecond: Math.max(...rates), bytesPerSecond };
}

function tensorOf(shape: number[]) {
  return createTensor(
    Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i)),
    shape,
  );
}

/** Seconds of the fastest of some calls. */
function best(call: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 12; k++) {
    const began = performance.now();
    scope(call);
    least = Math.min(least, performance.now() - began);
  }
  return least / 1000;
}
