import { describe, expect, it } from 'vitest';
import { heatColour, heatColourIds, heatColours } from '@/app/_components/frames/heatColours';
import { heatPixels } from '@/app/_components/frames/heatPixels';
import { mapOfClip } from '@/app/_components/frames/mapOfClip';

const luminance = ([r, g, b]: readonly [number, number, number]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

describe.each(heatColourIds)('the colours %s', (colours) => {
  it('begin and end at their first and last anchor', () => {
    const { anchors } = heatColours[colours];
    expect(heatColour(colours, 0)).toEqual(anchors[0]);
    expect(heatColour(colours, 1)).toEqual(anchors.at(-1));
    expect(heatColour(colours, -5)).toEqual(anchors[0]);
    expect(heatColour(colours, 5)).toEqual(anchors.at(-1));
  });

  it('become lighter with every step, so that order is seen without hue', () => {
    const steps = Array.from({ length: 33 }, (_, k) => luminance(heatColour(colours, k / 32)));
    for (const [k, value] of steps.slice(1).entries()) expect(value).toBeGreaterThan(steps[k]!);
  });
});

it('mixes linearly between two anchors', () => {
  expect(heatColour('viridis', 0.125)).toEqual([
    Math.round((68 + 59) / 2),
    Math.round((1 + 82) / 2),
    Math.round((84 + 139) / 2),
  ]);
});

describe('pixels of a map', () => {
  it('are as solid as the value, at most as the opacity says', () => {
    const pixels = heatPixels(new Uint8Array([0, 51, 255]), { colours: 'inferno', opacity: 0.5, threshold: 0 });
    expect([pixels[3], pixels[7], pixels[11]]).toEqual([0, 26, 128]);
    expect([...pixels.subarray(8, 11)]).toEqual([...heatColour('inferno', 1)]);
  });

  it('are clear below the threshold and untouched above it', () => {
    const style = { colours: 'inferno', opacity: 1 } as const;
    const map = new Uint8Array([100, 127, 128, 200]);
    const cut = heatPixels(map, { ...style, threshold: 0.5 });
    const whole = heatPixels(map, { ...style, threshold: 0 });
    expect([cut[3], cut[7]]).toEqual([0, 0]);
    expect([...cut.subarray(8)]).toEqual([...whole.subarray(8)]);
  });
});

describe('the map of a clip', () => {
  const maps = Uint8Array.from({ length: 3 * 4 }, (_, k) => k); // 3 clips of 2 x 2

  it('is cut out of those of the video', () => {
    expect(mapOfClip(maps, { clip: 1, side: 2 })).toEqual({ data: new Uint8Array([4, 5, 6, 7]), side: 2 });
  });

  it('is null for a clip that is not there', () => {
    expect(mapOfClip(maps, { clip: 3, side: 2 })).toBeNull();
    expect(mapOfClip(maps, { clip: 0, side: 0 })).toBeNull();
  });
});
