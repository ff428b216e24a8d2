import { beforeAll, describe, expect, it } from 'vitest';
import { checkLayer } from '@/test/support/checkLayer';
import { randomArray } from '@/test/support/random';
import { loadOracle, type Oracle } from '@/test/support/tfjsOracle';
import { disposeConstants } from '@/workers/ml/engine/constants';
import { hasNativeMaxPool, type PoolWindow } from '@/workers/ml/engine/ops/nativeMaxPool';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { createMaxPool } from '@/workers/ml/layers/maxPool';

let oracle: Oracle;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  oracle = loadOracle();
});

const cases: [string, PoolWindow, number[]][] = [
  ['1x3x3 / 2, even', { kernel: [1, 3, 3], strides: [1, 2, 2] }, [2, 3, 6, 8, 3]],
  ['1x3x3 / 2, odd', { kernel: [1, 3, 3], strides: [1, 2, 2] }, [2, 2, 5, 7, 3]],
  ['3x3x3 / 2, even', { kernel: [3, 3, 3], strides: [2, 2, 2] }, [2, 4, 6, 6, 3]],
  ['3x3x3 / 2, odd', { kernel: [3, 3, 3], strides: [2, 2, 2] }, [1, 5, 7, 5, 3]],
  ['3x1x1 / 2, even', { kernel: [3, 1, 1], strides: [2, 1, 1] }, [2, 6, 3, 3, 3]],
  ['3x1x1 / 2, one frame', { kernel: [3, 1, 1], strides: [2, 1, 1] }, [2, 1, 3, 3, 3]],
];

describe.each([
  ['native', true],
  ['public', false],
])('max pool with %s ops', (_, native) => {
  const pool = (window: PoolWindow) => createMaxPool(window, () => native);

  it.each(cases)(
    '%s equals the oracle and the difference quotients, negative values included',
    (_, window, inputShape) => {
      checkLayer({
        oracle,
        layer: pool(window),
        inputShape,
        tolerance: 1e-6,
        expected: (x) => oracle.maxPool(x, window.kernel, window.strides),
      });
    },
  );

  it.each(cases)('%s gives the gradient of equal maxima to the first in (T, H, W) order', (_, window, shape) => {
    const x = randomArray(elementCount(shape), 5, 0, 3).map(Math.floor); // few different values: many ties
    scope(() => {
      const layer = pool(window);
      const y = layer.forward(createTensor(x, shape), { training: true, keep: true });
      const dy = randomArray(elementCount(y.shape), 6);
      const dx = layer.backward(createTensor(dy, y.shape), { weights: false, input: true });
      const wanted = firstMaximumGradient(x, shape, window, dy, y.shape);
      const got = readTensor(dx!);
      for (let i = 0; i < wanted.length; i++) expect(got[i]).toBeCloseTo(wanted[i]!, 5);
    });
  });

  it('leaves no tensor behind', () => {
    for (const [, window, shape] of cases) {
      disposeConstants();
      const before = liveTensors();
      const layer = pool(window);
      scope(() => {
        const x = createTensor(randomArray(elementCount(shape), 5), shape);
        layer.forward(x, { training: true, keep: false });
        const y = layer.forward(x, { training: true, keep: true });
        layer.backward(createTensor(randomArray(elementCount(y.shape), 6), y.shape), { weights: true, input: true });
        layer.forward(x, { training: true, keep: true });
      });
      layer.dispose();
      disposeConstants();
      expect(liveTensors()).toBe(before);
    }
  });
});

it('the pinned library has the native ops', () => {
  expect(hasNativeMaxPool()).toBe(true);
});

/** Brute force over all windows; positions outside the volume do not compete. */
function firstMaximumGradient(
  x: Float32Array,
  [n = 0, t = 0, h = 0, w = 0, c = 0]: number[],
  { kernel, strides }: PoolWindow,
  dy: Float32Array,
  [, ot = 0, oh = 0, ow = 0]: readonly number[],
): Float64Array {
  const gradient = new Float64Array(x.length);
  let out = 0;
  for (let clip = 0; clip < n; clip++)
    for (let a = 0; a < ot; a++)
      for (let b = 0; b < oh; b++)
        for (let d = 0; d < ow; d++)
          for (let channel = 0; channel < c; channel++, out++) {
            let best = Number.NEGATIVE_INFINITY;
            let winner = -1;
            for (let kt = 0; kt < kernel[0]; kt++)
              for (let kh = 0; kh < kernel[1]; kh++)
                for (let kw = 0; kw < kernel[2]; kw++) {
                  const frame = a * strides[0] + kt - (kernel[0] >> 1);
                  const row = b * strides[1] + kh - (kernel[1] >> 1);
                  const column = d * strides[2] + kw - (kernel[2] >> 1);
                  if (frame < 0 || frame >= t || row < 0 || row >= h || column < 0 || column >= w) continue;
                  const at = (((clip * t + frame) * h + row) * w + column) * c + channel;
                  if (x[at]! > best) {
                    best = x[at]!;
                    winner = at;
                  }
                }
            gradient[winner]! += dy[out]!;
          }
  return gradient;
}
