import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import type { RunConfig } from '@/domain/runConfig';
import { createMemoryHost } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { decodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { liveTensors } from '@/workers/ml/engine/scope';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunHost, RunPaths } from '@/workers/ml/run/runHost';

let folder: string;
let paths: RunPaths;
let base: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-run-'));
  paths = await prepareTinyDataset(folder);
  const host = createMemoryHost({ paths });
  await executeRun(tinyBaseConfig, host);
  base = host.checkpoints.at(-1)!.bytes;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const ablation: RunConfig = {
  ...tinyBaseConfig,
  recipe: { ...tinyBaseConfig.recipe, epochs: 1 },
  training: trainingAxesOf({ variant: 'attention_ce_ce', fusion: 'late_fusion' }, defaultMethod),
  evaluations: [{ variant: 'attention_ce_ce', objective: 'cross_entropy' }],
};

/** Looks at something each time the run says where it is. */
function watched(host: RunHost, look: (phase: string) => void): RunHost {
  return {
    ...host,
    progress(progress) {
      host.progress(progress);
      look(progress.phase);
    },
  };
}

describe('memory that a run needs no more is let go of', () => {
  it('the checkpoint of the base, once the networks are made from it', async () => {
    const given: WeakRef<ArrayBufferLike>[] = [];
    const seen = new Map<string, boolean>();
    const host: RunHost = {
      ...createMemoryHost({ paths }),
      async loadBaseCheckpoint() {
        const bytes = base.slice();
        given.push(new WeakRef(bytes.buffer));
        await setImmediate(); // a WeakRef keeps what it was made of until then
        return bytes;
      },
    };
    await executeRun(
      ablation,
      watched(host, (phase) => seen.set(phase, given[0]?.deref() !== undefined)),
    );
    expect(given).toHaveLength(1);
    expect(seen.get('training')).toBe(false);
    expect(seen.get('evaluating')).toBe(false);
  });

  it('the network that learned and its optimiser, before the evaluation', async () => {
    const tensors = new Map<string, number>();
    const before = liveTensors();
    await executeRun(
      tinyBaseConfig,
      watched(createMemoryHost({ paths }), (phase) => tensors.set(phase, liveTensors() - before)),
    );
    const arrays = decodeRunCheckpoint(base).model.size;
    expect(tensors.get('training')).toBeGreaterThan(arrays); // weights, running statistics, and the velocities of the optimiser
    expect(tensors.get('evaluating')).toBeLessThan(arrays); // batch norms are folded
  });

  it('a run whose training is finished makes neither', async () => {
    const tensors: number[] = [];
    const before = liveTensors();
    const host = createMemoryHost({ paths, resumeFrom: base });
    await executeRun(
      tinyBaseConfig,
      watched(host, () => tensors.push(liveTensors() - before)),
    );
    expect(host.results).toHaveLength(1);
    expect(Math.max(...tensors)).toBeLessThan(decodeRunCheckpoint(base).model.size);
  });
});
