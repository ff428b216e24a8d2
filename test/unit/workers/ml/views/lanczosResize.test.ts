import { describe, expect, test } from 'vitest';
import { mulberry32 } from '@/domain/random';
import { createLanczosResize } from '@/workers/ml/views/lanczosResize';
import { lanczosTaps } from '@/workers/ml/views/lanczosTaps';
import { resizedSize, type Size } from '@/workers/ml/views/resizedSize';

/** The formula, pixel by pixel: a matrix row for every output row and column. */
function naive(frame: Uint8Array, from: Size, to: Size): Uint8Array {
  const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const matrix = (n: number, m: number) => {
    const ratio = n / m;
    const stretch = ratio > 1 ? ratio : 1;
    return Array.from({ length: m }, (_, o) => {
      const row = Array.from({ length: n }, (_, i) => {
        const x = (i + 0.5 - (o + 0.5) * ratio) / stretch;
        return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
      });
      const sum = row.reduce((a, b) => a + b, 0);
      return row.map((weight) => weight / sum);
    });
  };
  const rows = matrix(from.height, to.height);
  const columns = matrix(from.width, to.width);
  const out = new Uint8Array(to.height * to.width * 3);
  for (let y = 0; y < to.height; y++)
    for (let x = 0; x < to.width; x++)
      for (let c = 0; c < 3; c++) {
        let value = 0;
        for (let i = 0; i < from.height; i++)
          for (let j = 0; j < from.width; j++)
            value += rows[y]![i]! * columns[x]![j]! * frame[(i * from.width + j) * 3 + c]!;
        out[(y * to.width + x) * 3 + c] = Math.min(255, Math.max(0, Math.floor(value + 0.5)));
      }
  return out;
}

function noise({ height, width }: Size, seed: number): Uint8Array {
  const random = mulberry32(seed);
  return Uint8Array.from({ length: height * width * 3 }, () =>
    random() < 0.3 ? random() * 256 : random() < 0.5 ? 0 : 255,
  );
}

describe('lanczosResize', () => {
  test.each([
    ['by three, as MicroCharades', { height: 48, width: 48 }, { height: 16, width: 16 }],
    ['a frame that is not square', { height: 21, width: 37 }, { height: 9, width: 15 }],
    ['to a larger frame', { height: 7, width: 9 }, { height: 16, width: 20 }],
    ['to a smaller and narrower, larger and wider frame', { height: 30, width: 8 }, { height: 11, width: 12 }],
    ['a frame smaller than the filter', { height: 4, width: 5 }, { height: 2, width: 2 }],
  ])('resizes %s like the formula', (_, from, to) => {
    const frame = noise(from, 3);
    const out = new Uint8Array(to.height * to.width * 3);
    createLanczosResize(from, to)(frame, out);
    expect(out).toEqual(naive(frame, from, to));
  });

  test('leaves a frame of the same size and a plain frame as they are', () => {
    const size = { height: 12, width: 10 };
    const frame = noise(size, 4);
    const out = new Uint8Array(frame.length);
    createLanczosResize(size, size)(frame, out);
    expect(out).toEqual(frame);
    const small = new Uint8Array(4 * 4 * 3);
    createLanczosResize(size, { height: 4, width: 4 })(new Uint8Array(frame.length).fill(201), small);
    expect(small).toEqual(new Uint8Array(small.length).fill(201));
  });

  test('removes ribs that are too fine for the smaller frame instead of showing aliases', () => {
    const from = { height: 192, width: 192 };
    const frame = new Uint8Array(192 * 192 * 3);
    for (let k = 0; k < frame.length; k++) {
      const y = Math.floor(k / 3 / 192);
      frame[k] = Math.round(128 + 60 * Math.sin((2 * Math.PI * y) / 3.85)); // 1.28 view pixels a period
    }
    const out = new Uint8Array(64 * 64 * 3);
    createLanczosResize(from, { height: 64, width: 64 })(frame, out);
    const inner = out.subarray(8 * 64 * 3, 56 * 64 * 3);
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThanOrEqual(8); // of 120; the mean of three pixels leaves 35
  });

  test('has rows of weights that sum to one and stay inside the frame', () => {
    for (const [from, to] of [
      [192, 64],
      [480, 256],
      [5, 17],
      [3, 3],
    ] as const) {
      const { first, weights, width } = lanczosTaps(from, to);
      for (let o = 0; o < to; o++) {
        expect(first[o]).toBeGreaterThanOrEqual(0);
        expect(first[o]! + width).toBeLessThanOrEqual(from);
        const sum = weights.subarray(o * width, (o + 1) * width).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(1, 12);
      }
    }
  });
});

describe('resizedSize', () => {
  test('brings the shorter side to the given length, whichever it is', () => {
    expect(resizedSize({ height: 480, width: 854 }, { resize: 256 })).toEqual({ height: 256, width: 455 });
    expect(resizedSize({ height: 854, width: 480 }, { resize: 256 })).toEqual({ height: 455, width: 256 });
    expect(resizedSize({ height: 192, width: 192 }, { resize: 64 })).toEqual({ height: 64, width: 64 });
  });
});
