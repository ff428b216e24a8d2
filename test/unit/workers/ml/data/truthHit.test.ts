import { describe, expect, test } from 'vitest';
import { clipFrameNumbers } from '@/workers/ml/data/clipSampler';
import { drawScene } from '@/workers/ml/data/microCharades/drawScene';
import { sceneTruth } from '@/workers/ml/data/microCharades/sceneTruth';
import { centreBox, randomBox } from '@/workers/ml/data/randomBox';
import { trueBox } from '@/workers/ml/data/trueBox';
import { truthHit } from '@/workers/ml/data/truthHit';
import { boxToSource, toUnitBox } from '@/workers/ml/views/boxToSource';
import { type Corner, centreView } from '@/workers/ml/views/viewTransform';

const truth = [
  {
    class: 0,
    start: 2,
    centres: [
      [0.1, 0.1],
      [0.2, 0.1],
      [0.29, 0.1],
    ] as [number, number][],
  },
  { class: 3, start: 4, centres: [[0.9, 0.9]] as [number, number][] },
];
const box = (left: number, top: number) => ({ left, top, width: 0.15, height: 0.15 });

describe('truthHit', () => {
  test('is the share of the frames with an active object whose centre is in the box', () => {
    expect(truthHit({ truth, box: box(0.05, 0.05), frames: [0, 1, 2, 3, 4] })).toBeCloseTo(1 / 3, 12);
    expect(truthHit({ truth, box: box(0.15, 0.05), frames: [2, 3, 4] })).toBeCloseTo(2 / 3, 12);
    expect(truthHit({ truth, box: box(0.85, 0.85), frames: [2, 3, 4, 5] })).toBeCloseTo(1 / 3, 12);
    expect(truthHit({ truth, box: box(0.5, 0.5), frames: [2, 3, 4] })).toBe(0);
  });

  test('is null where nothing is active', () => {
    expect(truthHit({ truth, box: box(0.05, 0.05), frames: [0, 1] })).toBeNull();
    expect(truthHit({ truth, box: box(0.05, 0.05), frames: [5, 6] })).toBeNull();
    expect(truthHit({ truth: [], box: box(0.05, 0.05), frames: [2] })).toBeNull();
  });

  test('takes the borders of a box as half open, so that neighbours share no point', () => {
    const point = [{ class: 0, start: 0, centres: [[0.5, 0.5]] as [number, number][] }];
    const half = { height: 0.5, width: 0.5 };
    const hits = [0, 0.5].flatMap((top) =>
      [0, 0.5].map((left) => truthHit({ truth: point, box: { top, left, ...half }, frames: [0] })),
    );
    expect(hits).toEqual([0, 0, 0, 1]);
  });
});

describe('box hit rates on the test videos of MicroCharades', () => {
  const source = { height: 192, width: 192 };
  const view = centreView({ source, resize: 64, side: 56 });
  const rate = (choose: (video: number, clip: number, frames: number[]) => Corner) => {
    const hits: number[] = [];
    for (let video = 800; video < 1100; video++)
      for (const clip of [0, 1, 2]) {
        const frames = clipFrameNumbers(clip * 8, 8, 24);
        const corner = choose(video, clip, frames);
        const unitBox = toUnitBox(boxToSource(view, corner, 32), source);
        const hit = truthHit({ truth: sceneTruth(drawScene(11, video)), box: unitBox, frames });
        if (hit !== null) hits.push(hit);
      }
    return hits.reduce((a, b) => a + b, 0) / hits.length;
  };

  test('of a random box is between 16 and 21 %', () => {
    const random = rate((video, clip) => randomBox({ seed: 0, videoId: `M${video}`, clip }, { side: 56, boxSide: 32 }));
    expect(random).toBeGreaterThan(0.16);
    expect(random).toBeLessThan(0.21);
  });

  test('of the centre box is about a tenth, of the true box almost one', () => {
    expect(rate(() => centreBox({ side: 56, boxSide: 32 }))).toBeLessThan(0.13);
    const best = rate((video, _, frames) =>
      trueBox({ truth: sceneTruth(drawScene(11, video)), view, frames, boxSide: 32 }),
    );
    expect(best).toBeGreaterThan(0.99);
  });

  test('the true box of a flipped view is the mirrored one', () => {
    const frames = clipFrameNumbers(0, 8, 24);
    const scene = sceneTruth(drawScene(11, 800));
    const plain = trueBox({ truth: scene, view, frames, boxSide: 32 });
    const flipped = trueBox({ truth: scene, view: { ...view, flip: true }, frames, boxSide: 32 });
    expect(flipped.top).toBe(plain.top);
    expect(Math.abs(flipped.left - (56 - 32 - plain.left))).toBeLessThanOrEqual(1);
    expect(trueBox({ truth: [], view, frames, boxSide: 32 })).toEqual(centreBox({ side: 56, boxSide: 32 }));
  });
});
