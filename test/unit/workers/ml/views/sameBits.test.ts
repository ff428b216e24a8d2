import { describe, expect, test } from 'vitest';
import { mulberry32 } from '@/domain/random';
import { bilinearTaps } from '@/workers/ml/views/bilinearTaps';
import { bilinearView, viewRegion } from '@/workers/ml/views/bilinearView';
import { focusedCrop } from '@/workers/ml/views/focusedCrop';
import { heldFrames } from '@/workers/ml/views/heldFrames';
import { toAffine } from '@/workers/ml/views/normalisation';
import type { PixelBox } from '@/workers/ml/views/viewTransform';

const normalisation = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] } as const;
const { scale, shift } = toAffine(normalisation);
const size = { height: 48, width: 71 };
const count = 3;

function noise(length: number): Uint8Array {
  const random = mulberry32(length);
  return Uint8Array.from({ length }, () => random() * 256);
}

/**
 * The definition, with its order of rounding: each of the two columns is blended between the rows, then they are blended, then the
 * value is normalised. Whatever the loop keeps or skips, its numbers must be these to the bit: runs are compared by their bits.
 */
function plain(
  get: (y: number, x: number) => number,
  at: { y: number; x: number; c: 0 | 1 | 2 },
  taps: typeof cropTaps,
) {
  const [up, down, share] = [taps.rows.low[at.y]!, taps.rows.high[at.y]!, taps.rows.weight[at.y]!];
  const [left, right, part] = [taps.columns.low[at.x]!, taps.columns.high[at.x]!, taps.columns.weight[at.x]!];
  const column = (x: number) => get(up, x) + share * (get(down, x) - get(up, x));
  const rest = 1 - part;
  return Math.fround((rest * column(left) + part * column(right)) * scale[at.c] + shift[at.c]);
}
const cropTaps = { rows: bilinearTaps(1, 1), columns: bilinearTaps(1, 1) };

describe.each([false, true])('views have the bits of the plain formula (flipped: %s)', (flip) => {
  const bytes = noise(count * size.height * size.width * 3);
  const whole = heldFrames(bytes, { top: 0, left: 0, ...size }, count);
  const order = { ...whole, starts: [whole.starts[2]!, whole.starts[0]!, whole.starts[2]!] }; // frames of a job, as a clip has them

  test.each([
    { top: 3, left: 7, height: 40, width: 60 },
    { top: 0, left: 0, height: 24, width: 24 },
    { top: 40, left: 60, height: 8, width: 11 },
    { top: 47, left: 70, height: 1, width: 1 },
  ])('a crop of $height x $width to 24', (box: PixelBox) => {
    const side = 24;
    const out = new Float32Array(count * side * side * 3);
    focusedCrop({ frames: order, box, side, flip, normalisation, out, at: 0 });
    const taps = { rows: bilinearTaps(box.height, side), columns: bilinearTaps(box.width, side) };
    const expected = out.map((_, index) => {
      const [k, y, x, c] = placeOf(index, side);
      const get = (row: number, column: number) =>
        bytes[order.starts[k]! + ((box.top + row) * size.width + box.left + column) * 3 + c]!;
      return plain(get, { y, x: flip ? side - 1 - x : x, c }, taps);
    });
    expect(out).toEqual(expected);
  });

  test('V_in, from more than it needs', () => {
    const side = 18;
    const resized = { height: 20, width: 29 };
    const view = { source: size, resized, offset: { top: 1, left: 8 }, side, flip };
    expect(viewRegion(view).height).toBeLessThan(size.height);
    const out = new Float32Array(count * side * side * 3);
    bilinearView({ frames: order, view, normalisation, out, at: 0 });
    const taps = { rows: bilinearTaps(48, 20), columns: bilinearTaps(71, 29) };
    const expected = out.map((_, index) => {
      const [k, y, x, c] = placeOf(index, side);
      const get = (row: number, column: number) => bytes[order.starts[k]! + (row * size.width + column) * 3 + c]!;
      return plain(get, { y: y + 1, x: (flip ? side - 1 - x : x) + 8, c }, taps);
    });
    expect(out).toEqual(expected);
  });
});

function placeOf(index: number, side: number): [number, number, number, 0 | 1 | 2] {
  const c = (index % 3) as 0 | 1 | 2;
  const pixel = Math.floor(index / 3);
  return [Math.floor(pixel / side ** 2), Math.floor(pixel / side) % side, pixel % side, c];
}
