import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ClipJob } from '@/workers/ml/data/demand/clipJob';
import { createClipBuffer } from '@/workers/ml/data/demand/createClipBuffer';
import type { PixelWork } from '@/workers/ml/data/frames/pixelWork';

const region = { top: 0, left: 0, height: 4, width: 5 };
const frameBytes = 4 * 5 * 3;
/** A view of 4 x 4 pixels; its numbers take 4 bytes each. */
const side = 4;
const viewBytes = (frames: number) => frames * side * side * 3 * 4;
const focused = { box: { top: 0, left: 1, height: 4, width: 4 }, side, flip: false, normalisation: plainNumbers() };
const view: PixelWork = { make: 'focused', focused };

function plainNumbers() {
  return { mean: [0, 0, 0], std: [1, 1, 1] } as const;
}

/** A buffer whose loads end when told to; frame f of job j is full of the number 10 * j + f. */
function world(budgetBytes: number, parallel = 8) {
  const begun: number[] = [];
  const answers: string[] = [];
  const ends = new Map<number, { end(): void; fail(error: Error): void }>();
  let most = 0;
  const buffer = createClipBuffer({
    parallel,
    budgetBytes,
    load: ({ path, frames }) =>
      new Promise((resolve, reject) => {
        const job = Number(path);
        begun.push(job);
        const bytes = Uint8Array.from(
          { length: frames.length * frameBytes },
          (_, k) => 10 * job + Math.floor(k / frameBytes),
        );
        ends.set(job, { end: () => resolve(bytes), fail: reject });
      }),
    done: (id, pixels) => {
      most = Math.max(most, buffer.heldBytes());
      answers.push(pixels ? `${id}: ${[...new Set(pixels)].join()}` : `${id}: loaded`);
    },
    fail: (id, error) => answers.push(`${id}: ${(error as Error).message}`),
  });
  const job = (path: number, frames: number): ClipJob => ({
    ...{ path: String(path), kind: 'video', from: null, region },
    frames: Array.from({ length: frames }, (_, k) => k),
    ticks: Array.from({ length: frames }, (_, k) => k),
  });
  const settle = async () => {
    for (let k = 0; k < 20; k++) await setImmediate();
  };
  return {
    buffer,
    begun,
    answers,
    most: () => most,
    add: (id: number, frames: number) => buffer.take({ order: 'add', id, job: job(id, frames) }),
    make: (id: number, of: number, frames: number[], ahead = true, work = view) =>
      buffer.take({ order: 'make', id, job: of, frames, work, ahead }),
    urge: (id: number) => buffer.take({ order: 'urge', id }),
    release: (...ids: number[]) => {
      for (const id of ids) buffer.take({ order: 'release', id });
    },
    async end(id: number, error?: Error) {
      if (error) ends.get(id)!.fail(error);
      else ends.get(id)!.end();
      await settle();
    },
  };
}

describe('the buffer of the loading thread', () => {
  test('makes what was announced when the frames are there, in the order of the clip', async () => {
    const { add, make, end, answers } = world(1e6);
    add(1, 3);
    make(11, 1, [2, 0, 2]);
    expect(answers).toEqual([]);
    await end(1);
    expect(answers).toEqual(['1: loaded', '11: 12,10']);
    make(12, 1, [1], false); // asked for on the spot
    expect(answers.at(-1)).toBe('12: 11');
  });

  test('holds no more bytes of frames and views than it may while nobody waits', async () => {
    const budget = 4 * (viewBytes(2) + 100); // views: a quarter, room for one
    const { buffer, add, make, end, release, begun, answers, most } = world(budget);
    const frames = Math.floor((budget * 0.75) / frameBytes / 2); // room for two jobs
    for (const id of [1, 2, 3]) add(id, frames);
    for (const id of [1, 2, 3]) make(10 + id, id, [0, 1]);
    expect(begun).toEqual([1, 2]);
    await end(1);
    await end(2);
    expect(answers).toEqual(['1: loaded', '11: 10,11', '2: loaded']);
    release(11);
    await setImmediate();
    await setImmediate();
    expect(answers.at(-1)).toBe('12: 20,21');
    release(1);
    expect(begun).toEqual([1, 2, 3]);
    await end(3);
    expect(most()).toBeLessThanOrEqual(budget);
    release(12, 2);
    await setImmediate();
    await setImmediate();
    expect(answers.at(-1)).toBe('13: 30,31');
    release(13, 3);
    expect(buffer.heldBytes()).toBe(0);
  });

  test('makes first, whatever the memory, what somebody waits for, and loads what it takes', async () => {
    const { add, make, urge, end, begun, answers } = world(frameBytes, 1);
    add(1, 1);
    add(2, 1);
    make(12, 2, [0]);
    urge(12);
    await end(1);
    expect(begun).toEqual([1, 2]);
    await end(2);
    expect(answers).toEqual(['1: loaded', '2: loaded', '12: 20']);
  });

  test('loads a job that is larger than all memory when nothing else is held', async () => {
    const { add, end, release, begun } = world(frameBytes);
    add(1, 5);
    add(2, 1);
    expect(begun).toEqual([1]);
    await end(1);
    release(1);
    expect(begun).toEqual([1, 2]);
  });

  test('tells the reason to everything that was to be made of frames that cannot be loaded, now and later', async () => {
    const { add, make, end, answers, buffer } = world(1e6);
    add(1, 1);
    make(11, 1, [0]);
    make(12, 1, [0], false);
    await end(1, new Error('broken'));
    make(13, 1, [0], false);
    expect(answers).toEqual(['1: broken', '11: broken', '12: broken', '13: broken']);
    expect(buffer.heldBytes()).toBe(0);
  });

  test('makes nothing of what was released, and frees frames that arrive too late', async () => {
    const { buffer, add, make, release, end, answers } = world(1e6);
    add(1, 1);
    make(11, 1, [0]);
    release(11);
    await end(1);
    expect(answers).toEqual(['1: loaded']);
    add(2, 1);
    make(12, 2, [0]);
    release(12, 2, 1);
    expect(buffer.heldBytes()).toBe(frameBytes); // it is still being loaded
    await end(2);
    expect(answers).toEqual(['1: loaded']);
    expect(buffer.heldBytes()).toBe(0);
    make(13, 2, [0], false);
    expect(answers.at(-1)).toBe('13: job 2 was released');
  });

  test('says so where the frames do not hold what is asked for', async () => {
    const { add, make, end, answers } = world(1e6);
    add(1, 1);
    await end(1);
    const outside = { ...focused, box: { top: 0, left: 2, height: 4, width: 4 } };
    make(11, 1, [0], false, { make: 'focused', focused: outside });
    expect(answers.at(-1)).toBe('11: region 0,2 4x4 is not within 4x5 pixels');
  });
});
