import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryHost } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { openRunData } from '@/workers/ml/run/runData';
import type { RunPaths } from '@/workers/ml/run/runHost';

let folder: string;
let paths: RunPaths;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-run-data-'));
  paths = await prepareTinyDataset(folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the data of a run', () => {
  it('are left half decoded when the run is told to stop, and completed by the next one', async () => {
    const host = createMemoryHost({ paths });
    const counts: number[] = [];
    const stopped = {
      ...host,
      stopRequested: () => 'preempt' as const,
      progress: ({ step }: { step: number }) => void counts.push(step),
    };
    await expect(openRunData(tinyBaseConfig, stopped)).rejects.toMatchObject({ name: 'RunStopped', reason: 'preempt' });
    expect(Math.max(...counts)).toBeLessThan(22);
    const { train, test } = await openRunData(tinyBaseConfig, host);
    expect([train.length, test.length]).toEqual([16, 6]);
    expect(host.logs.join()).toMatch(/Decoded \d+ videos/);
  });
});
