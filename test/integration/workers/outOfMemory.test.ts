import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { backbones } from '@/domain/backbones';
import { recipePresets } from '@/domain/recipePresets';
import { registerDataset } from '@/server/datasets/registerDataset';
import { createExperiment } from '@/server/experiments/createExperiment';
import { createLab, type Lab } from '@/test/support/createLab';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { ownCgroup } from '@/test/support/ownCgroup';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';

const base = { cells: [{ variant: 'base' as const, fusion: 'temporal_concat' as const }] };

async function endOfRun(lab: Lab, id: string) {
  return waitUntil(`the end of ${id}`, async () => {
    const row = await lab.db.task.findUniqueOrThrow({ where: { id } });
    return row.finishedAt !== null && row;
  });
}
/** The process of a run that has taken its first step. */
const processOf = (lab: Lab, id: string) =>
  waitUntil(`${id} at work`, async () => {
    const run = await lab.db.task.findUniqueOrThrow({ where: { id } });
    if (run.status === 'FAILED') throw new Error(run.statusMessage ?? 'failed');
    const attempt = await lab.db.taskAttempt.findFirst({ where: { taskId: id, endedAt: null } });
    return run.phase === 'training' && run.step > 0 && attempt?.pid;
  });

describe('a run process that the kernel or its heap leaves without memory', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await createLab();
    lab.startSupervisor({ slots: 2 });
  });
  afterAll(() => lab.close());

  it('fails as out of memory when its cgroup is full, is not tried again, and the run beside it goes on', async (context) => {
    const group = await ownCgroup(64 * 2 ** 20);
    if (typeof group === 'string') return context.skip(`Not tested here: ${group}.`);
    lab.plan({ steps: 80, stepMs: 50, failure: { step: 60, kind: 'memory' } });
    const { runIds } = await createExperiment(lab.db, smallSpec(base));
    const pid = await processOf(lab, runIds[0]!);
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('500');
    group.take(pid);
    lab.plan({ steps: 120, stepMs: 50 });
    const beside = await createExperiment(lab.db, smallSpec({ ...base, seeds: [7] }));
    const failed = await endOfRun(lab, runIds[0]!);
    group.remove();
    expect(failed).toMatchObject({ status: 'FAILED', statusCode: 'out_of_memory', attemptNumber: 1 });
    expect(failed.statusMessage).toMatch(/^The kernel ended the process, because memory had run out\. With a batch of/);
    expect(failed.statusMessage).toContain('the host has 64 MiB');
    expect(await endOfRun(lab, beside.runIds[0]!)).toMatchObject({ status: 'SUCCEEDED', attemptNumber: 1 });
  });

  it('fails as out of memory when the heap of Node.js is full', async () => {
    const small = await createLab();
    onTestFinished(() => small.close());
    small.startSupervisor({ wrap: (command) => ['env', 'NODE_OPTIONS=--max-old-space-size=192', ...command] });
    small.plan({ failure: { step: 3, kind: 'heap' } });
    const { runIds } = await createExperiment(small.db, smallSpec({ ...base, seeds: [8] }));
    const failed = await endOfRun(small, runIds[0]!);
    expect(failed).toMatchObject({ status: 'FAILED', statusCode: 'out_of_memory', attemptNumber: 1 });
    expect(failed.statusMessage).toContain('the heap of Node.js was full');
  });

  it('is lost, and goes on from its checkpoint, when somebody kills it for another reason', async () => {
    lab.plan({ steps: 60, stepMs: 50 });
    const { runIds } = await createExperiment(lab.db, smallSpec({ ...base, seeds: [9] }));
    process.kill(await processOf(lab, runIds[0]!), 'SIGKILL');
    expect(await endOfRun(lab, runIds[0]!)).toMatchObject({ status: 'SUCCEEDED', attemptNumber: 2 });
  });
});

describe('a run of the science', () => {
  let lab: Lab;
  const spec = smallSpec({
    ...base,
    dataset: 'micro',
    backbone: 'resnet50_i3d',
    clip: { ...backbones.resnet50_i3d.clip, frames: 9, side: 193, boxSide: 96 },
    baseRecipe: { ...recipePresets['charades-paper'].base, batchSize: 2, epochs: 100 },
  });
  beforeAll(async () => {
    lab = await createLab();
    const root = lab.dataset;
    await prepareMicroCharades({ root, ffmpegPath: ffmpegPath(), trainVideos: 4, testVideos: 2, onProgress: () => {} });
    await registerDataset(lab.db, { slug: 'micro', name: 'Micro', root, ...(await readCharades(root)) });
    lab.startSupervisor({ science: true });
  });
  afterAll(() => lab.close());

  it('fails at once, with what it needs and what to change, where it cannot fit', async () => {
    const baseRecipe = { ...spec.baseRecipe, batchSize: 256 };
    const { runIds } = await createExperiment(lab.db, { ...spec, baseRecipe, clip: backbones.resnet50_i3d.clip });
    const failed = await endOfRun(lab, runIds[0]!);
    expect(failed).toMatchObject({ status: 'FAILED', statusCode: 'out_of_memory', attemptNumber: 1, step: 0 });
    expect(failed.statusMessage).toMatch(
      /^The run was not started\. With a batch of 256 and T = 64 it needs about \d+ GiB; the host has [\d.]+ GiB\. It fits if you choose the batch of 256 in \d+ parts/,
    );
  });

  it('fails as out of memory where the system refuses memory to the engine', async () => {
    const { runIds } = await createExperiment(lab.db, spec);
    const pid = await processOf(lab, runIds[0]!);
    // Nothing more than it has now. It rests until its supervisor has looked at it twice.
    process.kill(pid, 'SIGSTOP');
    const addressed = 1024 * Number(/VmSize:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    execFileSync('prlimit', ['--pid', String(pid), `--as=${addressed - 2 ** 28}`]);
    await sleep(2000);
    process.kill(pid, 'SIGCONT');
    const failed = await endOfRun(lab, runIds[0]!);
    expect(failed).toMatchObject({ status: 'FAILED', statusCode: 'out_of_memory', attemptNumber: 1 });
    expect(failed.statusMessage).toMatch(/With a batch of 2 and T = 9 it needs about .* GiB; the host has .* GiB/);
  });
});
