import { describe, expect, it } from 'vitest';
import { boxFromView, boxInView, boxToRect, regionInStrip, stripOf } from '@/app/_components/frames/stripGeometry';

// MicroCharades: 192 x 192 originals, resized to 64 x 64, V_in = the 56 x 56 in the middle, a box of 32 x 32 in it.
const view = { top: 4 / 64, left: 4 / 64, height: 56 / 64, width: 56 / 64 };
const original = { frames: 8, columns: 8, width: 192, height: 192 };
const resized = { frames: 8, columns: 8, width: 64, height: 64 };
const boxAt = (by: number, bx: number) =>
  boxFromView({ top: by / 56, left: bx / 56, height: 32 / 56, width: 32 / 56 }, view);

describe('a strip of frames', () => {
  it('is cut into frames of equal size', () => {
    expect(stripOf({ width: 1536, height: 192 }, { frames: 8, columns: 0 })).toEqual(original);
    expect(regionInStrip(original, 0)).toEqual({ x: 0, y: 0, width: 192, height: 192 });
    expect(regionInStrip(original, 7)).toEqual({ x: 1344, y: 0, width: 192, height: 192 });
  });

  it('has no frames before its first and after its last', () => {
    expect(regionInStrip(original, -3)).toEqual(regionInStrip(original, 0));
    expect(regionInStrip(original, 99)).toEqual(regionInStrip(original, 7));
    expect(regionInStrip(original, 2.7)).toEqual(regionInStrip(original, 2));
  });

  it('goes on in the next row after so many columns; the last row need not be full', () => {
    const tall = stripOf({ width: 3 * 1920, height: 2 * 1080 }, { frames: 5, columns: 3 });
    expect(tall).toEqual({ frames: 5, columns: 3, width: 1920, height: 1080 });
    expect(regionInStrip(tall, 2)).toEqual({ x: 3840, y: 0, width: 1920, height: 1080 });
    expect(regionInStrip(tall, 3)).toEqual({ x: 0, y: 1080, width: 1920, height: 1080 });
    expect(regionInStrip(tall, 9)).toEqual({ x: 1920, y: 1080, width: 1920, height: 1080 });
  });

  it('need not be square', () => {
    const wide = stripOf({ width: 3 * 340, height: 256 }, { frames: 3, columns: 0 });
    const box = { top: 0.25, left: 0.5, height: 0.5, width: 0.25 };
    expect(regionInStrip(wide, 2, box)).toEqual({ x: 680 + 170, y: 64, width: 85, height: 128 });
  });
});

describe('the focused crop', () => {
  it.each([
    [0, 0],
    [24, 24],
    [7, 19],
  ])('of the box at row %i, column %i of the view is 96 x 96 original pixels at three times its place', (by, bx) => {
    const region = regionInStrip(original, 5, boxAt(by, bx));
    expect(region.x).toBeCloseTo(5 * 192 + 3 * (4 + bx), 9);
    expect(region.y).toBeCloseTo(3 * (4 + by), 9);
    expect(region.width).toBeCloseTo(96, 9);
    expect(region.height).toBeCloseTo(96, 9);
  });

  it.each([
    [0, 0],
    [24, 24],
    [7, 19],
  ])('of the box at row %i, column %i, upscaled, covers exactly the box of V_in in the resized frame', (by, bx) => {
    const region = regionInStrip(resized, 5, boxAt(by, bx));
    expect(region.x).toBeCloseTo(5 * 64 + 4 + bx, 9);
    expect(region.y).toBeCloseTo(4 + by, 9);
    expect(region.width).toBeCloseTo(32, 9);
    expect(region.height).toBeCloseTo(32, 9);
  });
});

describe('a box', () => {
  it('goes from the view to the frame and back', () => {
    const box = { top: 0.1, left: 0.3, height: 0.4, width: 0.5 };
    const back = boxInView(boxFromView(box, view), view);
    for (const side of ['top', 'left', 'height', 'width'] as const) expect(back[side]).toBeCloseTo(box[side], 12);
  });

  it('that fills the view is the view', () => {
    expect(boxFromView({ top: 0, left: 0, height: 1, width: 1 }, view)).toEqual(view);
  });

  it('is drawn in the pixels of the canvas', () => {
    const rect = boxToRect({ top: 0.5, left: 0.25, height: 0.25, width: 0.5 }, { width: 480, height: 320 });
    expect(rect).toEqual({ x: 120, y: 160, width: 240, height: 80 });
  });
});
