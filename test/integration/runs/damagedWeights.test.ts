import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifactPath } from '@/server/artifacts/artifactPath';
import { readArtifact } from '@/server/artifacts/readArtifact';
import { createExperiment } from '@/server/experiments/createExperiment';
import { openWeights } from '@/server/runs/openWeights';
import { restoreWeights } from '@/server/runs/restoreWeights';
import { weightsDamage } from '@/server/runs/weightsDamage';
import { createLab, type Lab } from '@/test/support/createLab';
import { flipByte } from '@/test/support/flipByte';
import { readCurve } from '@/test/support/readCurve';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';

let lab: Lab;
let root: string;
let baseId: string;
let ablationId: string;

const runOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
const reached = (id: string, status: string, seconds = 150) =>
  waitUntil(
    `run ${id} ${status}`,
    async () => {
      const run = await runOf(id);
      if (run.status === 'FAILED') throw new Error(run.statusMessage ?? 'failed');
      return run.status === status && run;
    },
    { seconds },
  );
const checkpointsOf = (runId: string) =>
  lab.db.checkpoint.findMany({ where: { runId }, include: { artifact: true }, orderBy: { step: 'desc' } });
async function damage(runId: string, which: (final: boolean) => boolean): Promise<void> {
  for (const { final, artifact } of await checkpointsOf(runId)) {
    if (which(final)) flipByte(artifactPath(root, artifact.sha256), 3);
  }
}

/** A finished base with damaged weights, and an ablation that has not begun yet. */
beforeEach(async () => {
  lab = await createLab();
  root = join(lab.home, 'artifacts');
  const { runIds } = await createExperiment(lab.db, smallSpec());
  [baseId, ablationId] = runIds as [string, string];
  await lab.db.run.update({ where: { id: ablationId }, data: { deletedAt: new Date() } });
  lab.startSupervisor();
  await reached(baseId, 'SUCCEEDED');
});
afterEach(() => lab.close());

describe.each([
  ['one byte of its final weights is flipped', (final: boolean) => final],
  ['all its checkpoints are damaged', () => true],
] as const)('where %s', (_, which) => {
  it('a run that starts from them says so, waits, and goes on once one click has made them again, to the bit', async () => {
    const [before, curve] = [await checkpointsOf(baseId), await readCurve(lab.db, baseId)];
    const trained = await runOf(baseId);
    await damage(baseId, which);
    const advice = 'press "Restore the weights" on its page';
    await expect(openWeights(lab.db, { runId: baseId, step: null, root })).rejects.toThrow(advice);
    await lab.db.run.update({ where: { id: ablationId }, data: { deletedAt: null } });
    const blocked = await waitUntil('the ablation says so', async () => {
      const run = await runOf(ablationId);
      return run.statusCode === 'base_damaged' && run;
    });
    expect(blocked).toMatchObject({ status: 'BLOCKED', finishedAt: null });
    expect(blocked.statusMessage).toContain('Press "Restore the weights"');
    const spare = before.find(({ final }) => !final)?.step ?? null;
    const found = await weightsDamage(lab.db, { runId: baseId, root });
    expect(found?.soundStep).toBe(which(false) ? null : spare);
    expect(await restoreWeights(lab.db, { runId: baseId, root })).toEqual({ restored: true });
    await reached(ablationId, 'SUCCEEDED');
    expect(await runOf(baseId)).toMatchObject({
      status: 'SUCCEEDED',
      attemptNumber: 1,
      finishedAt: trained.finishedAt,
    });
    const attempts = await lab.db.taskAttempt.findMany({ where: { task: { runId: baseId, kind: 'restore' } } });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['SUCCEEDED']);
    expect(attempts[0]!.resumedAtStep).toBe(which(false) ? null : spare);
    const [final] = await checkpointsOf(baseId);
    expect(final!.artifact.sha256).toBe(before[0]!.artifact.sha256);
    await readArtifact(lab.db, { id: final!.artifactId, root });
    expect(await weightsDamage(lab.db, { runId: baseId, root })).toBeNull();
    expect(await readCurve(lab.db, baseId)).toEqual(curve);
    expect(await lab.db.evaluation.count({ where: { runId: baseId } })).toBe(1);
  });
});

it('weights that are gone are told and made again, too; runs in the queue wait meanwhile', async () => {
  const [final] = await checkpointsOf(baseId);
  rmSync(artifactPath(root, final!.artifact.sha256));
  await lab.db.task.update({ where: { id: ablationId }, data: { status: 'QUEUED' } });
  await restoreWeights(lab.db, { runId: baseId, root });
  expect(await runOf(ablationId)).toMatchObject({ status: 'BLOCKED' });
  await lab.db.run.update({ where: { id: ablationId }, data: { deletedAt: null } });
  await reached(ablationId, 'SUCCEEDED');
});

it('weights that are whole are not made again, and a run that waits for them goes on', async () => {
  const waits = { status: 'BLOCKED', statusCode: 'base_damaged', statusMessage: 'damaged' } as const;
  await lab.db.task.update({ where: { id: ablationId }, data: waits });
  await lab.db.run.update({ where: { id: ablationId }, data: { deletedAt: null } });
  expect(await restoreWeights(lab.db, { runId: baseId, root })).toEqual({ restored: false });
  await reached(ablationId, 'SUCCEEDED');
  expect((await runOf(baseId)).attemptNumber).toBe(1);
});
