import { describe, expect, test } from 'vitest';
import { mulberry32, randomBelow } from '@/domain/random';
import { drawTrainingClip } from '@/workers/ml/data/clipSampler';
import { boxToSource, toUnitBox, viewInSource } from '@/workers/ml/views/boxToSource';
import { extractView } from '@/workers/ml/views/extractView';
import { pointToView } from '@/workers/ml/views/pointToView';
import { centreView, type ViewTransform } from '@/workers/ml/views/viewTransform';

const identity = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** One resized frame whose red channel is its row and whose green channel is its column. */
function coordinateFrame({ height, width }: { height: number; width: number }): Uint8Array {
  const frame = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      frame[(y * width + x) * 3] = y;
      frame[(y * width + x) * 3 + 1] = x;
    }
  return frame;
}

/** Where the corner pixels of a box of the view come from in the resized frame, found by looking through the view. */
function look(view: ViewTransform, corner: { top: number; left: number }, boxSide: number) {
  const out = new Float32Array(view.side * view.side * 3);
  const video = coordinateFrame(view.resized);
  extractView({ resized: video, view, frames: 1, normalisation: identity, out, at: 0 });
  const rows: number[] = [];
  const columns: number[] = [];
  for (let y = corner.top; y < corner.top + boxSide; y++)
    for (let x = corner.left; x < corner.left + boxSide; x++) {
      rows.push(out[(y * view.side + x) * 3]!);
      columns.push(out[(y * view.side + x) * 3 + 1]!);
    }
  return {
    top: Math.min(...rows),
    left: Math.min(...columns),
    bottom: Math.max(...rows) + 1,
    right: Math.max(...columns) + 1,
  };
}

describe('the view transform F and the way back', () => {
  test('MicroCharades: the corner is 3 (oy + by), 3 (ox + (flip ? 24 - bx : bx)), 96 x 96 pixels', () => {
    const source = { height: 192, width: 192 };
    const random = mulberry32(1);
    for (let k = 0; k < 200; k++) {
      const [oy, ox, by, bx] = [
        randomBelow(random, 9),
        randomBelow(random, 9),
        randomBelow(random, 25),
        randomBelow(random, 25),
      ];
      const flip = random() < 0.5;
      const view = { source, resized: { height: 64, width: 64 }, offset: { top: oy, left: ox }, side: 56, flip };
      expect(boxToSource(view, { top: by, left: bx }, 32)).toEqual({
        top: 3 * (oy + by),
        left: 3 * (ox + (flip ? 24 - bx : bx)),
        height: 96,
        width: 96,
      });
    }
  });

  test('a box goes back to the pixels that the view shows in it, for any size, crop and flip', () => {
    const random = mulberry32(2);
    for (let k = 0; k < 60; k++) {
      const source = { height: 60 + randomBelow(random, 400), width: 60 + randomBelow(random, 400) };
      const clip = { frames: 8, resize: 40, side: 32 };
      const boxSide = 8 + randomBelow(random, 16);
      const { view } = drawTrainingClip({ place: { seed: 1, epoch: 0, position: k }, frames: 24, source, clip });
      const corner = { top: randomBelow(random, 33 - boxSide), left: randomBelow(random, 33 - boxSide) };
      const seen = look(view, corner, boxSide);
      const box = boxToSource(view, corner, boxSide);
      // Exact fractions: floor(a / b) in BigInt.
      const floor = (position: number, full: number, small: number) =>
        Number((BigInt(position) * BigInt(full)) / BigInt(small));
      expect(box).toEqual({
        top: floor(seen.top, source.height, view.resized.height),
        left: floor(seen.left, source.width, view.resized.width),
        height:
          floor(seen.bottom, source.height, view.resized.height) - floor(seen.top, source.height, view.resized.height),
        width: floor(seen.right, source.width, view.resized.width) - floor(seen.left, source.width, view.resized.width),
      });
      expect(box.top + box.height).toBeLessThanOrEqual(source.height);
      expect(box.left + box.width).toBeLessThanOrEqual(source.width);
    }
  });

  test('boxes that the ratio in floating point would put one pixel low stay where they belong', () => {
    let differences = 0;
    for (let width = 57; width < 600; width++) {
      const view = {
        source: { height: width, width },
        resized: { height: 56, width: 56 },
        offset: { top: 0, left: 0 },
        side: 56,
        flip: false,
      };
      for (let left = 0; left < 56; left++) {
        const exact = Number((BigInt(left) * BigInt(width)) / 56n);
        expect(boxToSource(view, { top: 0, left }, 1).left).toBe(exact);
        if (Math.floor(left / (56 / width)) !== exact) differences += 1;
      }
    }
    expect(differences).toBeGreaterThan(0); // the trap is real
  });

  test('at test time the crop is the centre and nothing is flipped', () => {
    expect(centreView({ source: { height: 192, width: 192 }, resize: 64, side: 56 })).toEqual({
      source: { height: 192, width: 192 },
      resized: { height: 64, width: 64 },
      offset: { top: 4, left: 4 },
      side: 56,
      flip: false,
    });
    expect(centreView({ source: { height: 480, width: 854 }, resize: 256, side: 224 }).offset).toEqual({
      top: 16,
      left: 115,
    });
  });

  test('the view as a box of the original frame', () => {
    const view = centreView({ source: { height: 192, width: 192 }, resize: 64, side: 56 });
    expect(viewInSource(view)).toEqual({ top: 12, left: 12, height: 168, width: 168 });
    expect(toUnitBox(viewInSource(view), view.source)).toEqual({
      top: 0.0625,
      left: 0.0625,
      height: 0.875,
      width: 0.875,
    });
  });

  test('a point of the frame lies in the view where the box around it says', () => {
    const random = mulberry32(3);
    for (let k = 0; k < 50; k++) {
      const source = { height: 192, width: 192 };
      const clip = { frames: 8, resize: 64, side: 56 };
      const { view } = drawTrainingClip({ place: { seed: 2, epoch: 0, position: k }, frames: 24, source, clip });
      const corner = { top: randomBelow(random, 25), left: randomBelow(random, 25) };
      const box = toUnitBox(boxToSource(view, corner, 32), source);
      const centre = pointToView(view, { x: box.left + box.width / 2, y: box.top + box.height / 2 });
      expect(centre.x).toBeCloseTo(corner.left + 16, 9);
      expect(centre.y).toBeCloseTo(corner.top + 16, 9);
    }
  });
});
