import { describe, expect, test } from 'vitest';
import { stream } from '@/domain/random';
import { actionPose, isActive } from '@/workers/ml/data/microCharades/actionPose';
import { microClassNames } from '@/workers/ml/data/microCharades/classNames';
import { drawScene } from '@/workers/ml/data/microCharades/drawScene';
import { createNoiseTable } from '@/workers/ml/data/microCharades/noiseTable';
import { renderScene } from '@/workers/ml/data/microCharades/renderScene';
import { frameSide, type Scene, videoFrames } from '@/workers/ml/data/microCharades/scene';
import { sceneTruth } from '@/workers/ml/data/microCharades/sceneTruth';

// Check sums of the raw frames as the specification of the data set gives them.
const table = [
  { d: 1, i: 0, seed: 1000003, sum: 472356487, frame0: 19428980, hash: 3254629009, acts: [[3, 9, 24, 1]] },
  // biome-ignore format: one video a line
  { d: 1, i: 1, seed: 1007922, sum: 251456028, frame0: 10315081, hash: 2712849304, acts: [[0, 4, 16, 3], [2, 0, 22, 2]] },
  { d: 1, i: 2, seed: 1015841, sum: 394593977, frame0: 16565610, hash: 3819720177, acts: [[5, 1, 23, 1]] },
  // biome-ignore format: one video a line
  { d: 1, i: 3, seed: 1023760, sum: 304460321, frame0: 12547266, hash: 1083775065, acts: [[1, 3, 18, 2], [3, 6, 24, 0], [6, 0, 24, 1]] },
  // biome-ignore format: one video a line
  { d: 1, i: 799, seed: 7327284, sum: 327671204, frame0: 13784888, hash: 3482897006, acts: [[4, 5, 21, 1], [1, 0, 24, 2], [5, 0, 15, 1]] },
  { d: 2, i: 0, seed: 2000006, sum: 411688582, frame0: 17288847, hash: 1605258890, acts: [[3, 0, 24, 0]] },
  // biome-ignore format: one video a line
  { d: 3, i: 5, seed: 3039604, sum: 306164982, frame0: 12723588, hash: 162071116, acts: [[5, 5, 19, 2], [2, 0, 21, 2], [3, 8, 23, 2]] },
  { d: 11, i: 0, seed: 11000033, sum: 291799425, frame0: 12257507, hash: 339970357, acts: [[4, 1, 21, 0]] },
  // biome-ignore format: one video a line
  { d: 11, i: 7, seed: 11055466, sum: 261425670, frame0: 11012426, hash: 3002428392, acts: [[7, 0, 23, 2], [1, 0, 23, 0]] },
  { d: 12, i: 100, seed: 12791936, sum: 276042801, frame0: 11572842, hash: 2977410595, acts: [[1, 1, 20, 2]] },
];

const frameBytes = frameSide * frameSide * 3;
const total = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0);

describe('renderScene', () => {
  test.each(table)('video $i of data seed $d has the published seed, sums, hash and actions', (row) => {
    const scene = drawScene(row.d, row.i);
    const video = renderScene(scene);
    expect(stream(row.d, row.i)).toBe(row.seed);
    expect(scene.actions.map((action) => [action.class, action.start, action.end, action.motion])).toEqual(row.acts);
    expect(video.length).toBe(videoFrames * frameBytes);
    expect(total(video)).toBe(row.sum);
    expect(total(video.subarray(0, frameBytes))).toBe(row.frame0);
    expect(video.reduce((hash, byte) => (Math.imul(31, hash) + byte) >>> 0, 0)).toBe(row.hash);
  });

  test('noise has the published first and last value', () => {
    const noise = createNoiseTable();
    expect(noise.length).toBe(256 * 256);
    expect(noise[0]).toBe(0.5413719075731933);
    expect(noise[65535]).toBe(-0.2727771229110658);
  });

  test('classes are colour and direction', () => {
    expect(microClassNames).toHaveLength(8);
    expect(microClassNames[0]).toBe('moving a red thing with horizontal ribs');
    expect(microClassNames[7]).toBe('moving a yellow thing with vertical ribs');
  });
});

describe('sceneTruth', () => {
  test.each([0, 2, 9, 12, 15])('centres of video %i are where the pixels of the object are', (index) => {
    const scene = drawScene(11, index);
    const truth = sceneTruth(scene);
    expect(truth.map((action) => action.class)).toEqual(scene.actions.map((action) => action.class));
    // Rendered with and without its last action (drawn on top of all else), a video differs where that object is.
    const without: Scene = { ...scene, actions: scene.actions.slice(0, -1) };
    const [shown, hidden] = [renderScene(scene), renderScene(without)];
    const action = scene.actions.at(-1)!;
    const { start, centres } = truth.at(-1)!;
    expect(start).toBe(action.start);
    expect(centres).toHaveLength(action.end - action.start);
    let checked = 0;
    for (let frame = 0; frame < videoFrames; frame++) {
      expect(isActive(action, frame)).toBe(frame >= start && frame < start + centres.length);
      if (!isActive(action, frame)) continue;
      const box = differenceBox(shown, hidden, frame);
      if (box.left < 3 || box.top < 3 || box.right > frameSide - 4 || box.bottom > frameSide - 4) continue; // cut off
      const [x, y] = centres[frame - start]!;
      expect(Math.abs(x * frameSide - (box.left + box.right + 1) / 2)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(y * frameSide - (box.top + box.bottom + 1) / 2)).toBeLessThanOrEqual(1.5);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(4);
  });

  test('an object rests outside its interval', () => {
    const action = drawScene(1, 0).actions[0]!;
    const rest = { x: action.x, y: action.y, radius: action.look.radius };
    expect(actionPose(action, action.start - 1)).toEqual(rest);
    expect(actionPose(action, action.end)).toEqual(rest);
    expect(actionPose(action, action.start)).not.toEqual(rest);
  });
});

function differenceBox(a: Uint8Array, b: Uint8Array, frame: number) {
  const box = { left: frameSide, top: frameSide, right: -1, bottom: -1 };
  for (let pixel = 0; pixel < frameSide * frameSide; pixel++) {
    const at = frame * frameBytes + pixel * 3;
    if (a[at] === b[at] && a[at + 1] === b[at + 1] && a[at + 2] === b[at + 2]) continue;
    const x = pixel % frameSide;
    const y = Math.floor(pixel / frameSide);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}
