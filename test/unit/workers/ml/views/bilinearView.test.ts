import { describe, expect, test } from 'vitest';
import { mulberry32, randomBelow } from '@/domain/random';
import { viewValue } from '@/test/support/bilinearOracle';
import { bilinearView, viewRegion } from '@/workers/ml/views/bilinearView';
import { boxToSource, viewInSource } from '@/workers/ml/views/boxToSource';
import { focusedCrop } from '@/workers/ml/views/focusedCrop';
import { heldFrames } from '@/workers/ml/views/heldFrames';
import { resizedSize, type Size } from '@/workers/ml/views/resizedSize';
import { cropChoices } from '@/workers/ml/views/viewTransform';

const normalisation = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] } as const;

function noise(length: number, seed: number): Uint8Array {
  const random = mulberry32(seed);
  return Uint8Array.from({ length }, () => random() * 256);
}

/** A part of frames (frames, height, width, 3). */
function cut(frames: Uint8Array, size: Size, box: { top: number; left: number; height: number; width: number }) {
  const count = frames.length / (size.height * size.width * 3);
  const out: number[] = [];
  for (let k = 0; k < count; k++)
    for (let y = box.top; y < box.top + box.height; y++) {
      const from = ((k * size.height + y) * size.width + box.left) * 3;
      out.push(...frames.subarray(from, from + box.width * 3));
    }
  return Uint8Array.from(out);
}

const cases = [
  { source: { height: 120, width: 213 }, resize: 64, side: 56, aspect: 'keep', flip: false },
  { source: { height: 120, width: 213 }, resize: 64, side: 56, aspect: 'keep', flip: true },
  { source: { height: 213, width: 120 }, resize: 64, side: 64, aspect: 'keep', flip: true },
  { source: { height: 45, width: 80 }, resize: 64, side: 56, aspect: 'keep', flip: false }, // enlarges
  { source: { height: 120, width: 213 }, resize: 64, side: 56, aspect: 'square', flip: true },
  { source: { height: 64, width: 64 }, resize: 64, side: 56, aspect: 'keep', flip: false }, // takes pixels as they are
] as const;

describe('V_in by plain bilinear interpolation', () => {
  test.each(cases)('is resize, crop, flip and normalise in float64, from the needed part alone: %o', (spec) => {
    const { source, side, flip } = spec;
    const resized = resizedSize(source, spec);
    const choices = cropChoices(resized, side);
    const random = mulberry32(3);
    const frames = noise(2 * source.height * source.width * 3, 4);
    for (let round = 0; round < 4; round++) {
      const corners = [
        { top: 0, left: 0 },
        { top: choices.height - 1, left: choices.width - 1 },
      ];
      const offset = corners[round] ?? {
        top: randomBelow(random, choices.height),
        left: randomBelow(random, choices.width),
      };
      const view = { source, resized, offset, side, flip };
      const region = cut(frames, source, viewRegion(view));
      const out = new Float32Array(2 * side * side * 3 + 2).fill(-99);
      bilinearView({ frames: heldFrames(region, viewRegion(view), 2), view, normalisation, out, at: 1 });
      let worst = 0;
      for (let k = 0; k < 2; k++) {
        const frame = frames.subarray(k * source.height * source.width * 3);
        for (let y = 0; y < side; y++)
          for (let x = 0; x < side; x++)
            for (const c of [0, 1, 2] as const) {
              const found = out[1 + ((k * side + y) * side + x) * 3 + c]!;
              worst = Math.max(worst, Math.abs(found - viewValue(frame, view, { y, x, c }, normalisation)));
            }
      }
      expect(worst).toBeLessThan(3e-7); // float32 of values up to 2.7
      expect([out[0], out.at(-1)]).toEqual([-99, -99]);
    }
  });

  test('takes pixels as they are where nothing is resized', () => {
    const source = { height: 64, width: 64 };
    const view = { source, resized: source, offset: { top: 3, left: 5 }, side: 56, flip: false };
    const frame = noise(64 * 64 * 3, 9);
    const out = new Float32Array(56 * 56 * 3);
    const identity = { mean: [0, 0, 0], std: [1, 1, 1] } as const;
    const region = cut(frame, source, viewRegion(view));
    bilinearView({ frames: heldFrames(region, viewRegion(view), 1), view, normalisation: identity, out, at: 0 });
    expect(out).toEqual(Float32Array.from(cut(frame, source, { top: 3, left: 5, height: 56, width: 56 })));
  });

  test('loads what every box of the view is made of, and little more', () => {
    const random = mulberry32(8);
    for (let round = 0; round < 200; round++) {
      const source = { height: 40 + randomBelow(random, 700), width: 40 + randomBelow(random, 700) };
      const aspect = round % 3 === 0 ? 'square' : 'keep';
      const resized = resizedSize(source, { resize: 64, aspect });
      const choices = cropChoices(resized, 56);
      const offset = { top: randomBelow(random, choices.height), left: randomBelow(random, choices.width) };
      const view = { source, resized, offset, side: 56, flip: round % 2 === 0 };
      const region = viewRegion(view);
      const shown = viewInSource(view);
      const box = boxToSource(view, { top: randomBelow(random, 25), left: randomBelow(random, 25) }, 32);
      for (const part of [box, shown]) {
        expect(part.top).toBeGreaterThanOrEqual(region.top);
        expect(part.left).toBeGreaterThanOrEqual(region.left);
        expect(part.top + part.height).toBeLessThanOrEqual(region.top + region.height);
        expect(part.left + part.width).toBeLessThanOrEqual(region.left + region.width);
      }
      expect(region.top).toBeGreaterThanOrEqual(0);
      expect(region.left + region.width).toBeLessThanOrEqual(source.width);
      expect(region.top + region.height).toBeLessThanOrEqual(source.height);
      expect(region.height - shown.height).toBeLessThanOrEqual(3);
      expect(region.width - shown.width).toBeLessThanOrEqual(3);
    }
  });

  test('agrees with the focused view of the same pixels where the box is the whole view', () => {
    // F without a crop and the focused view of the whole frame are the same operation.
    const source = { height: 90, width: 90 };
    const view = { source, resized: { height: 56, width: 56 }, offset: { top: 0, left: 0 }, side: 56, flip: true };
    const frame = noise(90 * 90 * 3, 2);
    const [ofView, ofBox] = [new Float32Array(56 * 56 * 3), new Float32Array(56 * 56 * 3)];
    const box = { top: 0, left: 0, height: 90, width: 90 };
    const frames = heldFrames(frame, box, 1);
    bilinearView({ frames, view, normalisation, out: ofView, at: 0 });
    focusedCrop({ frames, box, side: 56, flip: true, normalisation, out: ofBox, at: 0 });
    expect(ofView).toEqual(ofBox);
  });
});

describe('F to a square', () => {
  test('brings both sides to the same length, and boxes back by each axis on its own, in whole numbers', () => {
    const source = { height: 480, width: 854 };
    const resized = resizedSize(source, { resize: 256, aspect: 'square' });
    expect(resized).toEqual({ height: 256, width: 256 });
    const view = { source, resized, offset: { top: 10, left: 20 }, side: 224, flip: true };
    const box = boxToSource(view, { top: 7, left: 13 }, 128);
    const left = 20 + 224 - 128 - 13;
    expect(box.top).toBe(Number((BigInt(17) * 480n) / 256n));
    expect(box.left).toBe(Number((BigInt(left) * 854n) / 256n));
    expect(box.top + box.height).toBe(Number((BigInt(17 + 128) * 480n) / 256n));
    expect(box.left + box.width).toBe(Number((BigInt(left + 128) * 854n) / 256n));
  });
});
