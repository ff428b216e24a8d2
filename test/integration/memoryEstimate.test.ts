import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { estimateMemory } from '@/domain/memory/estimateMemory';
import { measureMemory } from '@/scripts/bench/memory/measureMemory';
import { type MemoryTask, memoryConfig, memoryTaskName, memoryTaskSchema } from '@/scripts/bench/memory/memoryTask';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';

const folder = mkdtempSync(join(tmpdir(), 'fovea-memory-'));
const datasetRoot = join(folder, 'micro');
const places = (name: string, base: string | null) => ({
  ...{ datasetRoot, cacheRoot: join(folder, 'frames'), ffmpegPath: ffmpegPath(), base },
  folder: join(folder, name),
});

beforeAll(() => prepareMicroCharades({ root: datasetRoot, ffmpegPath: ffmpegPath(), trainVideos: 8, testVideos: 2 }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Estimate over measured peak of a run in a process of its own. */
async function ratioOf(task: MemoryTask, base: string | null = null): Promise<number> {
  const { peakMiB } = await measureMemory(task, places('run', base));
  const ratio = estimateMemory(memoryConfig(task), 'cpu').host / (peakMiB * 2 ** 20);
  console.log(
    `${memoryTaskName(task)}: ${Math.round(peakMiB)} MiB measured, the estimate is ${ratio.toFixed(2)} of it`,
  );
  return ratio;
}

describe('the estimate of memory is within a fifth of what a run takes', () => {
  const small = { backbone: 'resnet50_i3d', frames: 16, side: 193 } as const;
  const within = (ratio: number) => {
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.2);
  };

  it('for ResNet50-I3D on smaller pictures, one clip and three at a time', async () => {
    within(await ratioOf(memoryTaskSchema.parse({ ...small, batch: 1 })));
    within(await ratioOf(memoryTaskSchema.parse({ ...small, batch: 3 })));
  });

  it('for a row with saliency and a frozen network', async () => {
    const attention = { fusion: 'temporal_concat', objective: 'entropy', saliencyFrom: 'base' };
    const base = join(places('run', null).folder, 'final.safetensors'); // of the test before
    within(await ratioOf(memoryTaskSchema.parse({ ...small, batch: 1, attention }), base));
  });

  it('for Micro-I3D', async () => {
    within(await ratioOf(memoryTaskSchema.parse({ backbone: 'micro_i3d', frames: 8, side: 56, batch: 8 })));
  });
});
