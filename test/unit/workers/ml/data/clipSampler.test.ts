import { describe, expect, test } from 'vitest';
import {
  clipFrameNumbers,
  drawTrainingClip,
  epochBatches,
  type SamplePlace,
  testClipStarts,
} from '@/workers/ml/data/clipSampler';
import { centreBox, randomBox } from '@/workers/ml/data/randomBox';

const micro = { frames: 24, source: { height: 192, width: 192 }, clip: { frames: 8, resize: 64, side: 56 } };
const draw = (place: SamplePlace) => drawTrainingClip({ place, ...micro });

/** Counts how often each value comes, and expects all of 0..values-1 about equally often. */
function expectUniform(drawn: number[], values: number): void {
  const counts = new Array<number>(values).fill(0);
  for (const value of drawn) counts[value] = (counts[value] ?? Number.NaN) + 1;
  const expected = drawn.length / values;
  for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected));
}

describe('epochBatches', () => {
  test('give every video once an epoch and drop what does not fill a batch', () => {
    const batches = epochBatches({ seed: 1, epoch: 0, videos: 21, batchSize: 8 });
    expect(batches.map((batch) => batch.length)).toEqual([8, 8]);
    const samples = batches.flat();
    expect(samples.map(({ position }) => position)).toEqual(Array.from({ length: 16 }, (_, k) => k));
    expect(new Set(samples.map(({ video }) => video)).size).toBe(16);
    expect(epochBatches({ seed: 1, epoch: 0, videos: 800, batchSize: 8 })).toHaveLength(100);
    expect(epochBatches({ seed: 1, epoch: 0, videos: 7, batchSize: 8 })).toEqual([]);
  });

  test('are a function of seed and epoch', () => {
    const batches = (seed: number, epoch: number) => epochBatches({ seed, epoch, videos: 64, batchSize: 8 });
    expect(batches(1, 3)).toEqual(batches(1, 3));
    expect(batches(1, 3)).not.toEqual(batches(1, 4));
    expect(batches(1, 3)).not.toEqual(batches(2, 3));
  });
});

describe('drawTrainingClip', () => {
  test('is a function of its place', () => {
    expect(draw({ seed: 4, epoch: 5, position: 6 })).toEqual(draw({ seed: 4, epoch: 5, position: 6 }));
    const some = [
      [4, 5, 6],
      [5, 5, 6],
      [4, 6, 6],
      [4, 5, 7],
    ].map(([seed, epoch, position]) => JSON.stringify(draw({ seed: seed!, epoch: epoch!, position: position! })));
    expect(new Set(some).size).toBe(4);
  });

  test('draws t0 in 0..16, offsets in 0..8 and flips half of the time, all evenly', () => {
    const clips = Array.from({ length: 9000 }, (_, k) =>
      draw({ seed: 0, epoch: k % 10, position: Math.floor(k / 10) }),
    );
    expectUniform(
      clips.map(({ firstFrame }) => firstFrame),
      17,
    );
    expectUniform(
      clips.map(({ view }) => view.offset.top),
      9,
    );
    expectUniform(
      clips.map(({ view }) => view.offset.left),
      9,
    );
    expectUniform(
      clips.map(({ view }) => Number(view.flip)),
      2,
    );
    // Pairs are even too: the draws of one clip do not follow each other.
    expectUniform(
      clips.map(({ view }) => view.offset.top * 9 + view.offset.left),
      81,
    );
  });

  test('starts at 0 in videos shorter than the clip', () => {
    for (let position = 0; position < 20; position++) {
      const short = drawTrainingClip({ ...micro, place: { seed: 0, epoch: 0, position }, frames: 5 });
      expect(short.firstFrame).toBe(0);
    }
    expect(clipFrameNumbers(0, 8, 5)).toEqual([0, 1, 2, 3, 4, 4, 4, 4]);
    expect(clipFrameNumbers(14, 8, 24)).toEqual([14, 15, 16, 17, 18, 19, 20, 21]);
  });
});

describe('testClipStarts', () => {
  test('are evenly spaced from the first to the last possible frame', () => {
    expect(testClipStarts({ frames: 24, clipFrames: 8, clips: 3 })).toEqual([0, 8, 16]);
    expect(testClipStarts({ frames: 240, clipFrames: 64, clips: 10 })).toEqual([
      0, 20, 39, 59, 78, 98, 117, 137, 156, 176,
    ]);
    expect(testClipStarts({ frames: 24, clipFrames: 8, clips: 1 })).toEqual([0]);
    expect(testClipStarts({ frames: 6, clipFrames: 8, clips: 3 })).toEqual([0, 0, 0]);
  });
});

describe('randomBox', () => {
  const sides = { side: 56, boxSide: 32 };

  test('reaches every place of the view evenly, in training and in evaluation', () => {
    const training = Array.from({ length: 5000 }, (_, k) => randomBox({ seed: 1, epoch: k % 5, position: k }, sides));
    const evaluation = Array.from({ length: 5000 }, (_, k) =>
      randomBox({ seed: 1, videoId: `M${k >> 1}`, clip: k % 2 }, sides),
    );
    for (const boxes of [training, evaluation]) {
      expectUniform(
        boxes.map(({ top }) => top),
        25,
      );
      expectUniform(
        boxes.map(({ left }) => left),
        25,
      );
    }
  });

  test('is a function of its key and has a stream of its own', () => {
    const key = { seed: 3, videoId: 'M0801', clip: 2 };
    expect(randomBox(key, sides)).toEqual(randomBox({ ...key }, sides));
    const boxes = Array.from({ length: 500 }, (_, position) => randomBox({ seed: 0, epoch: 0, position }, sides));
    const clips = Array.from({ length: 500 }, (_, position) => draw({ seed: 0, epoch: 0, position }));
    const same = boxes.filter(({ top }, k) => Math.floor((top / 25) * 9) === clips[k]!.view.offset.top).length;
    expect(same).toBeLessThan(120); // 56 by chance
  });

  test('the centre box is in the centre', () => {
    expect(centreBox(sides)).toEqual({ top: 12, left: 12 });
  });
});
