import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { makeClip, numberedFrames } from '@/test/support/makeClip';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';
import { ensureVideoIndices } from '@/workers/ml/data/scan/ensureVideoIndices';

const size = { height: 32, width: 48 };

/** Videos of 1, 2, 3, ... frames. */
function world(count: number) {
  const root = temporaryFolder();
  const items = Array.from({ length: count }, (_, k) => ({
    id: `V${k}`,
    path: path.join(root, `V${k}.mp4`),
    kind: 'video' as const,
  }));
  items.forEach(({ path: file }, k) => {
    makeClip({ path: file, frames: numberedFrames(k + 1, size), ...size, fps: 8 });
  });
  const found = new Map<string, number>();
  const setting = {
    items,
    cacheRoot: path.join(root, 'cache'),
    ffmpegPath: ffmpegPath(),
    parallel: 2,
    onIndex: ({ id }: { id: string }, { ticks }: { ticks: number[] }) => void found.set(id, ticks.length),
  };
  return { setting, found };
}

describe('the indices of many videos', () => {
  test('are made once, with progress, and found afterwards without ffmpeg', async () => {
    const { setting, found } = world(4);
    const seen: DataProgress[] = [];
    expect(await ensureVideoIndices({ ...setting, onProgress: (progress) => seen.push(progress) })).toEqual({
      scanned: 4,
    });
    expect(seen.map(({ done, total }) => `${done}/${total}`)).toEqual(['0/4', '1/4', '2/4', '3/4', '4/4']);
    const all = { V0: 1, V1: 2, V2: 3, V3: 4 };
    expect(Object.fromEntries([...found].sort())).toEqual(all);
    found.clear();
    expect(await ensureVideoIndices({ ...setting, ffmpegPath: '/nowhere' })).toEqual({ scanned: 0 });
    expect(Object.fromEntries([...found].sort())).toEqual(all);
  });

  test('are made by one of two that ask at the same time, and both get all', async () => {
    const { setting, found } = world(3);
    const other = new Map<string, number>();
    const both = await Promise.all([
      ensureVideoIndices(setting),
      ensureVideoIndices({ ...setting, onIndex: ({ id }, { ticks }) => void other.set(id, ticks.length) }),
    ]);
    expect(both.map(({ scanned }) => scanned).sort()).toEqual([0, 3]);
    expect([...other].sort()).toEqual([...found].sort());
    expect(other.size).toBe(3);
  });

  test('stop when told to, and go on where they were', async () => {
    const { setting } = world(5);
    const stop = new AbortController();
    const onProgress = ({ done }: DataProgress) => done === 2 && stop.abort(new Error('cancelled'));
    const first = ensureVideoIndices({ ...setting, parallel: 1, signal: stop.signal, onProgress });
    await expect(first).rejects.toThrow('cancelled');
    expect(await ensureVideoIndices(setting)).toEqual({ scanned: 3 });
  });

  test('name the video that cannot be read', async () => {
    const { setting } = world(2);
    const gone = path.join(path.dirname(setting.cacheRoot), 'gone.mp4');
    const items = [...setting.items, { id: 'gone', path: gone, kind: 'video' as const }];
    await expect(ensureVideoIndices({ ...setting, items })).rejects.toMatchObject({
      code: 'video_missing',
      message: expect.stringContaining(gone),
    });
  });
});
