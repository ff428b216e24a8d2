import { describe, expect, test } from 'vitest';
import { mulberry32 } from '@/domain/random';
import { createNearestFrames } from '@/workers/ml/data/ffmpeg/nearestFrames';

function sample(times: number[], fps: number): number[] {
  const taken: number[] = [];
  const sampler = createNearestFrames<number>(fps, (frame) => taken.push(frame));
  times.forEach((time, frame) => {
    sampler.push(time, frame);
  });
  sampler.finish();
  return taken;
}

/** For every k / fps before the end of the video the frame with the smallest distance, the later one of two equal ones. */
function naive(times: number[], fps: number): number[] {
  const interval = times.length > 1 ? times.at(-1)! - times.at(-2)! : 0;
  const end = times.at(-1)! + interval - 1e-6;
  const taken: number[] = [];
  for (let k = 0; k === 0 || k / fps < end; k++) {
    let best = 0;
    times.forEach((time, frame) => {
      if (Math.abs(time - k / fps) <= Math.abs(times[best]! - k / fps) + 1e-9) best = frame;
    });
    taken.push(best);
  }
  return taken;
}

const regular = (count: number, fps: number, begin = 0) => Array.from({ length: count }, (_, k) => begin + k / fps);

describe('nearestFrames', () => {
  test('30 fps to 8 fps takes frames 0, 4, 8, 11, 15', () => {
    expect(sample(regular(17, 30), 8)).toEqual([0, 4, 8, 11, 15]);
  });

  test('the frame rate of the video takes every frame once', () => {
    expect(sample(regular(24, 8), 8)).toEqual(Array.from({ length: 24 }, (_, k) => k));
  });

  test('a slower video repeats frames and fills its whole length', () => {
    expect(sample(regular(2, 2), 8)).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
  });

  test('a video of one frame gives it once', () => {
    expect(sample([0], 8)).toEqual([0]);
  });

  test('no frames give none', () => {
    expect(sample([], 8)).toEqual([]);
  });

  test('agrees with the definition for uneven times, late starts and any rate', () => {
    const random = mulberry32(9);
    for (let round = 0; round < 200; round++) {
      let time = random() < 0.5 ? 0 : random() * 0.3;
      const times = Array.from({ length: 2 + Math.floor(random() * 40) }, () => {
        const now = time;
        time += 0.005 + random() * (random() < 0.1 ? 0.6 : 0.06);
        return now;
      });
      const fps = 1 + Math.floor(random() * 30);
      expect(sample(times, fps)).toEqual(naive(times, fps));
    }
  });
});
