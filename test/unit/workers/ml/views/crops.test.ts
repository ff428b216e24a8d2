import { describe, expect, test } from 'vitest';
import { mulberry32 } from '@/domain/random';
import { bilinearTaps } from '@/workers/ml/views/bilinearTaps';
import { boxToSource } from '@/workers/ml/views/boxToSource';
import { extractView } from '@/workers/ml/views/extractView';
import { focusedCrop } from '@/workers/ml/views/focusedCrop';
import { heldFrames } from '@/workers/ml/views/heldFrames';
import { createLanczosResize } from '@/workers/ml/views/lanczosResize';
import { upscaledCrop } from '@/workers/ml/views/upscaledCrop';

const normalisation = { mean: [120, 110, 100], std: [60, 50, 40] } as const;
const identity = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

function noise(length: number, seed: number): Uint8Array {
  const random = mulberry32(seed);
  return Uint8Array.from({ length }, () => random() * 256);
}

/** Value of a frame at a real position, by the definition of bilinear interpolation. */
function bilinear(
  get: (y: number, x: number) => number,
  size: { height: number; width: number },
  y: number,
  x: number,
) {
  const cy = Math.min(size.height - 1, Math.max(0, y));
  const cx = Math.min(size.width - 1, Math.max(0, x));
  const [y0, x0] = [Math.floor(cy), Math.floor(cx)];
  const [y1, x1] = [Math.min(size.height - 1, y0 + 1), Math.min(size.width - 1, x0 + 1)];
  const [fy, fx] = [cy - y0, cx - x0];
  return (1 - fy) * ((1 - fx) * get(y0, x0) + fx * get(y0, x1)) + fy * ((1 - fx) * get(y1, x0) + fx * get(y1, x1));
}

describe('extractView', () => {
  const resized = { height: 20, width: 26 };
  const video = noise(5 * resized.height * resized.width * 3, 1);
  const view = { source: resized, resized, offset: { top: 2, left: 5 }, side: 16, flip: false };

  test.each([false, true])('crops, normalises and places each frame (flipped: %s)', (flip) => {
    const at = 7;
    const out = new Float32Array(at + 3 * 16 * 16 * 3 + 5).fill(-99);
    extractView({ resized: video, view: { ...view, flip }, frames: 3, normalisation, out, at });
    for (let k = 0; k < 3; k++)
      for (let y = 0; y < 16; y++)
        for (let x = 0; x < 16; x++)
          for (const c of [0, 1, 2] as const) {
            const column = 5 + (flip ? 15 - x : x);
            const value = video[((k * resized.height + 2 + y) * resized.width + column) * 3 + c]!;
            const expected = Math.fround((value - normalisation.mean[c]) / normalisation.std[c]);
            expect(out[at + ((k * 16 + y) * 16 + x) * 3 + c]).toBe(expected);
          }
    expect([...out.subarray(0, at), ...out.subarray(at + 3 * 16 * 16 * 3)]).toEqual(new Array(12).fill(-99));
  });
});

describe('focusedCrop', () => {
  test.each([
    { height: 96, width: 96, side: 56, flip: false },
    { height: 96, width: 96, side: 56, flip: true },
    { height: 13, width: 9, side: 24, flip: true },
    { height: 1, width: 2, side: 5, flip: false },
  ])('is plain bilinear with half-pixel centres and clamped edges: $height x $width -> $side, flip $flip', (spec) => {
    const { height, width, side, flip } = spec;
    const frames = 2;
    const region = noise(frames * height * width * 3, 2);
    const out = new Float32Array(frames * side * side * 3);
    const box = { top: 0, left: 0, height, width };
    focusedCrop({ frames: heldFrames(region, box, frames), box, side, flip, normalisation, out, at: 0 });
    for (let k = 0; k < frames; k++)
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++)
          for (const c of [0, 1, 2] as const) {
            const column = flip ? side - 1 - x : x;
            const value = bilinear(
              (row, col) => region[((k * height + row) * width + col) * 3 + c]!,
              { height, width },
              ((y + 0.5) * height) / side - 0.5,
              ((column + 0.5) * width) / side - 0.5,
            );
            const expected = (value - normalisation.mean[c]) / normalisation.std[c];
            expect(Math.abs(out[((k * side + y) * side + x) * 3 + c]! - expected)).toBeLessThan(1e-6);
          }
  });

  test('writes nothing outside its place in the batch', () => {
    const out = new Float32Array(10 + 4 * 4 * 3 + 10).fill(-99);
    const box = { top: 0, left: 0, height: 3, width: 3 };
    focusedCrop({
      frames: heldFrames(noise(27, 3), box, 1),
      box,
      side: 4,
      flip: true,
      normalisation,
      out,
      at: 10,
    });
    expect([...out.subarray(0, 10), ...out.subarray(58)]).toEqual(new Array(20).fill(-99));
    expect(out.subarray(10, 58).includes(-99)).toBe(false);
  });
});

describe('upscaledCrop', () => {
  test('resizes the box of V_in, not of its neighbours, by the same bilinear', () => {
    const side = 20;
    const boxSide = 9;
    const frames = 2;
    const viewAt = 11;
    const random = mulberry32(4);
    const views = Float32Array.from({ length: viewAt + frames * side * side * 3 }, () => random() * 4 - 2);
    for (const corner of [
      { top: 0, left: 0 },
      { top: 11, left: 11 },
      { top: 3, left: 8 },
    ]) {
      const out = new Float32Array(frames * side * side * 3);
      upscaledCrop({ views, viewAt, frames, side, corner, boxSide, out, at: 0 });
      for (let k = 0; k < frames; k++)
        for (let y = 0; y < side; y++)
          for (let x = 0; x < side; x++)
            for (let c = 0; c < 3; c++) {
              const expected = bilinear(
                (row, col) => views[viewAt + ((k * side + corner.top + row) * side + corner.left + col) * 3 + c]!,
                { height: boxSide, width: boxSide },
                ((y + 0.5) * boxSide) / side - 0.5,
                ((x + 0.5) * boxSide) / side - 0.5,
              );
              expect(Math.abs(out[((k * side + y) * side + x) * 3 + c]! - expected)).toBeLessThan(1e-6);
            }
    }
  });
});

describe('the two crop sources', () => {
  test.each([false, true])('show the same place: on a smooth picture they agree (flipped: %s)', (flip) => {
    const source = { height: 192, width: 192 };
    const original = new Uint8Array(192 * 192 * 3);
    for (let y = 0; y < 192; y++) for (let x = 0; x < 192; x++) original.set([y, x, (x + y) >> 1], (y * 192 + x) * 3);
    const resized = { height: 64, width: 64 };
    const small = new Uint8Array(64 * 64 * 3);
    createLanczosResize(source, resized)(original, small);
    const view = { source, resized, offset: { top: 1, left: 7 }, side: 56, flip };
    const corner = { top: 10, left: 3 };
    const views = new Float32Array(56 * 56 * 3);
    extractView({ resized: small, view, frames: 1, normalisation: identity, out: views, at: 0 });
    const upscaled = new Float32Array(56 * 56 * 3);
    upscaledCrop({ views, viewAt: 0, frames: 1, side: 56, corner, boxSide: 32, out: upscaled, at: 0 });

    const { top, left, height, width } = boxToSource(view, corner, 32);
    const region = new Uint8Array(height * width * 3);
    for (let y = 0; y < height; y++)
      region.set(original.subarray(((top + y) * 192 + left) * 3, ((top + y) * 192 + left + width) * 3), y * width * 3);
    const focused = new Float32Array(56 * 56 * 3);
    const box = { top: 0, left: 0, height, width };
    const frames = heldFrames(region, box, 1);
    focusedCrop({ frames, box, side: 56, flip, normalisation: identity, out: focused, at: 0 });

    let worst = 0;
    for (let y = 2; y < 54; y++)
      for (let x = 2; x < 54; x++)
        for (let c = 0; c < 3; c++) {
          const at = (y * 56 + x) * 3 + c;
          worst = Math.max(worst, Math.abs(upscaled[at]! - focused[at]!));
        }
    expect(worst).toBeLessThan(1.1); // one level of rounding; a shift by one view pixel would be 3
  });
});

describe('bilinearTaps', () => {
  test('are made once a size', () => {
    expect(bilinearTaps(96, 56)).toBe(bilinearTaps(96, 56));
    expect(bilinearTaps(56, 96)).not.toBe(bilinearTaps(96, 56));
  });
});
