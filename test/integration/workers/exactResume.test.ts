import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recipePresets } from '@/domain/recipePresets';
import { readArtifact } from '@/server/artifacts/readArtifact';
import { registerDataset } from '@/server/datasets/registerDataset';
import { createExperiment } from '@/server/experiments/createExperiment';
import { createLab, type Lab } from '@/test/support/createLab';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { readCurve } from '@/test/support/readCurve';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';
import { decodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';

/** 24 videos in batches of 8: three steps an epoch. */
const epochs = 120;
let lab: Lab;

beforeAll(async () => {
  lab = await createLab();
  const root = lab.dataset;
  await prepareMicroCharades({ root, ffmpegPath: ffmpegPath(), trainVideos: 24, testVideos: 8, onProgress: () => {} });
  await registerDataset(lab.db, { slug: 'micro', name: 'Micro', root, ...(await readCharades(root)) });
});
afterAll(() => lab.close());

async function train(): Promise<string> {
  const baseRecipe = { ...recipePresets.quick.base, epochs };
  const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
  const { runIds } = await createExperiment(lab.db, smallSpec({ dataset: 'micro', cells, baseRecipe }));
  return runIds[0]!;
}
const runOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
const reaches = (id: string, attempt: number, step: number) =>
  waitUntil(`attempt ${attempt} beyond step ${step}`, async () => {
    const run = await runOf(id);
    if (run.status === 'FAILED') throw new Error(run.statusMessage ?? 'failed');
    const current = await lab.db.taskAttempt.findFirst({ where: { taskId: id, number: attempt } });
    // A step beyond may still be the last word of the attempt before: a later attempt counts once it has resumed.
    const began = attempt === 1 || typeof current?.resumedAtStep === 'number';
    const training = run.phase === 'training'; // while data are prepared, steps are videos
    return run.attemptNumber === attempt && began && training && run.step > step && current?.pid;
  });
const succeeded = (id: string) => waitUntil('succeeded', async () => (await runOf(id)).status === 'SUCCEEDED');

/** Everything a run leaves behind, to the bit; the commit in the metadata of the checkpoint may differ. */
async function resultsOf(runId: string) {
  const checkpoint = await lab.db.checkpoint.findFirstOrThrow({ where: { runId, final: true } });
  const bytes = await readArtifact(lab.db, { id: checkpoint.artifactId, root: join(lab.home, 'artifacts') });
  const { model, step } = decodeRunCheckpoint(bytes);
  const evaluations = await lab.db.evaluation.findMany({
    where: { runId },
    select: { variant: true, hash: true, map: true },
  });
  return { model, step, evaluations, loss: await readCurve(lab.db, runId) };
}

it('a training that was pre-empted and then killed ends with the same bits as one that was left alone', async () => {
  lab.startSupervisor({ science: true });
  const interrupted = await train();
  process.kill(await reaches(interrupted, 1, 20), 'SIGTERM');
  const resumedAt = await waitUntil('a checkpoint', async () => {
    const ended = await lab.db.taskAttempt.count({ where: { taskId: interrupted, number: 1, endedAt: { not: null } } });
    const where = { runId: interrupted };
    return ended === 1 && (await lab.db.checkpoint.findFirst({ where, orderBy: { step: 'desc' } }))?.step;
  });
  process.kill(await reaches(interrupted, 2, resumedAt + 15), 'SIGKILL');
  await succeeded(interrupted);
  const attempts = await lab.db.taskAttempt.findMany({ where: { taskId: interrupted }, orderBy: { number: 'asc' } });
  expect(attempts.map(({ outcome, resumedAtStep }) => ({ outcome, resumedAtStep }))).toEqual([
    { outcome: 'PREEMPTED', resumedAtStep: null },
    { outcome: 'LOST', resumedAtStep: resumedAt },
    { outcome: 'SUCCEEDED', resumedAtStep: resumedAt },
  ]);

  const leftAlone = await train();
  await succeeded(leftAlone);
  const results = await resultsOf(interrupted);
  expect(results.model.size).toBeGreaterThan(20);
  expect(results).toEqual(await resultsOf(leftAlone));
  expect((await readCurve(lab.db, leftAlone)).map(({ step }) => step)).toEqual(
    Array.from({ length: 3 * epochs }, (_, k) => k),
  );
});
