import { describe, expect, test } from 'vitest';
import { createLoadQueue } from '@/workers/ml/data/demand/createLoadQueue';

/** A queue whose loads end when told to; a job is its number of bytes. */
function world(parallel: number, budgetBytes: number) {
  const begun: number[] = [];
  const ended: string[] = [];
  const open = new Map<number, { end(): void; fail(): void }>();
  const queue = createLoadQueue<{ name: number; bytes: number }, Uint8Array>({
    parallel,
    budgetBytes,
    bytesOf: ({ bytes }) => bytes,
    load: ({ name, bytes }) =>
      new Promise((resolve, reject) => {
        begun.push(name);
        open.set(name, { end: () => resolve(new Uint8Array(bytes)), fail: () => reject(new Error('broken')) });
      }),
    deliver: (id, bytes) => ended.push(`${id}: ${bytes.length}`),
    fail: (id, error) => ended.push(`${id}: ${(error as Error).message}`),
  });
  const add = (...names: number[]) => {
    for (const name of names) queue.add(name, { name, bytes: 10 });
  };
  const settle = async (name: number, how: 'end' | 'fail' = 'end') => {
    open.get(name)![how]();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, ended, add, settle };
}

describe('the queue of the loading thread', () => {
  test('loads in order, so many at a time', async () => {
    const { begun, ended, add, settle } = world(2, 1000);
    add(1, 2, 3, 4);
    expect(begun).toEqual([1, 2]);
    await settle(2);
    expect(begun).toEqual([1, 2, 3]);
    await settle(1);
    expect(begun).toEqual([1, 2, 3, 4]);
    expect(ended).toEqual(['2: 10', '1: 10']);
  });

  test('loads no further ahead than the memory allows, until some is free again', async () => {
    const { queue, begun, add, settle } = world(2, 25);
    add(1, 2, 3, 4);
    await settle(1);
    await settle(2);
    expect(begun).toEqual([1, 2]);
    queue.release(1);
    expect(begun).toEqual([1, 2, 3]);
  });

  test('loads first, whatever the memory, what somebody waits for', async () => {
    const { queue, begun, add, settle } = world(1, 10);
    add(1, 2, 3);
    queue.urge(3);
    expect(begun).toEqual([1]);
    await settle(1);
    expect(begun).toEqual([1, 3]);
    await settle(3);
    expect(begun).toEqual([1, 3]); // 1 and 3 are held: no room for 2
    queue.release(1);
    queue.release(3);
    expect(begun).toEqual([1, 3, 2]);
  });

  test('never begins what was released, and goes on after a failure', async () => {
    const { queue, begun, ended, add, settle } = world(1, 10);
    add(1, 2, 3);
    queue.release(2);
    await settle(1, 'fail');
    expect(begun).toEqual([1, 3]);
    expect(ended).toEqual(['1: broken']);
  });
});
