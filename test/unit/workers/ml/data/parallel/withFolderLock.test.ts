import { spawnSync } from 'node:child_process';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { withFolderLock } from '@/workers/ml/data/parallel/withFolderLock';

const lockOf = (folder: string) => path.join(folder, '.lock');

describe('withFolderLock', () => {
  test('lets one at a time work, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    let inside = 0;
    let most = 0;
    const work = () =>
      withFolderLock({ folder }, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 20));
        inside -= 1;
        return 'done';
      });
    expect(await Promise.all([work(), work(), work()])).toEqual(['done', 'done', 'done']);
    expect(most).toBe(1);
    expect(existsSync(lockOf(folder))).toBe(false);
  });

  test('is given back when the work fails', async () => {
    const folder = temporaryFolder();
    const failing = withFolderLock({ folder }, async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await withFolderLock({ folder }, async () => 1)).toBe(1);
  });

  test('is taken over from a process of this host that is gone', async () => {
    const folder = temporaryFolder();
    const gone = spawnSync('true').pid;
    writeFileSync(lockOf(folder), `${gone} ${hostname()}\n`);
    expect(await withFolderLock({ folder }, async () => 1)).toBe(1);
  });

  test('is taken over from another host when it has not been touched for long, and waited for otherwise', async () => {
    const folder = temporaryFolder();
    writeFileSync(lockOf(folder), '1 another-host\n');
    const stop = new AbortController();
    const waiting = withFolderLock({ folder, signal: stop.signal }, async () => 1);
    stop.abort();
    await expect(waiting).rejects.toThrow('abort');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lockOf(folder), longAgo, longAgo);
    expect(await withFolderLock({ folder }, async () => 1)).toBe(1);
  });
});
