import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recipePresets } from '@/domain/recipePresets';
import { readArtifact } from '@/server/artifacts/readArtifact';
import { registerDataset } from '@/server/datasets/registerDataset';
import { runCollection } from '@/server/disk/runCollection';
import { createExperiment } from '@/server/experiments/createExperiment';
import { deleteExperiment } from '@/server/experiments/deleteExperiment';
import { requestPictures } from '@/server/gallery/requestPictures';
import { bytesUnder } from '@/test/support/bytesUnder';
import { createLab, type Lab } from '@/test/support/createLab';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';

/** 26 clips fill a batch of Micro-I3D: a video is evaluated at a time, and 36 of them take longer than the few seconds between saves. */
const clips = 26;
const testVideos = 36;
const mapBytes = clips * 56 * 56;
let lab: Lab;

beforeAll(async () => {
  lab = await createLab();
  const root = lab.dataset;
  await prepareMicroCharades({ root, ffmpegPath: ffmpegPath(), trainVideos: 8, testVideos, onProgress: () => {} });
  await registerDataset(lab.db, { slug: 'micro', name: 'Micro', root, ...(await readCharades(root)) });
}, 120_000);
afterAll(() => lab.close());

async function start(reused?: string): Promise<{ experimentId: string; runId: string; baseId: string }> {
  const recipe = { epochs: 1 };
  const spec = smallSpec({
    dataset: 'micro',
    baseRecipe: { ...recipePresets.quick.base, ...recipe },
    ablationRecipe: { ...recipePresets.quick.ablation, ...recipe },
    base: reused ? { kind: 'reuse', runId: reused } : { kind: 'train', weightsId: null },
    cells: [
      { variant: 'base', fusion: 'temporal_concat' },
      { variant: 'attention_e_e', fusion: 'temporal_concat' },
    ],
  });
  const protocol = { ...spec.protocol, clips };
  const { experimentId, runIds } = await createExperiment(lab.db, { ...spec, protocol, galleryMiB: 16 });
  return { experimentId, runId: runIds.at(-1)!, baseId: runIds[0]! };
}
const runOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
const succeeded = (id: string) =>
  waitUntil('succeeded', async () => {
    const { status, statusMessage } = await runOf(id);
    if (status === 'FAILED') throw new Error(statusMessage ?? 'failed');
    return status === 'SUCCEEDED';
  });
const attemptOf = (runId: string, number: number) =>
  lab.db.taskAttempt.findUniqueOrThrow({ where: { taskId_number: { taskId: runId, number } } });
const keptOf = (runId: string) => lab.db.partialScores.count({ where: { runId } });

/** Everything that an evaluation leaves behind, to the bit. */
async function resultOf(runId: string) {
  const { id, mapsArtifactId, ...evaluation } = await lab.db.evaluation.findFirstOrThrow({
    where: { runId },
    select: {
      ...{ id: true, mapsArtifactId: true, variant: true, map: true, wap: true, sampledMap: true },
      ...{ classAp: true, boxHitRate: true, hash: true, mapSide: true },
    },
  });
  const videos = await lab.db.evaluationVideo.findMany({
    where: { evaluationId: id },
    orderBy: { position: 'asc' },
    omit: { evaluationId: true, demandedMapsId: true },
  });
  const maps = await readArtifact(lab.db, { id: mapsArtifactId!, root: join(lab.home, 'artifacts') });
  return { evaluation, videos, maps: Buffer.from(maps).toString('base64') };
}

it('an evaluation that was killed goes on with the videos that are left and ends with the same bits; pictures are made on demand', async () => {
  lab.startSupervisor({ science: true });
  const killed = await start();
  const atKill = await waitUntil('some videos kept and more to come', async () => {
    const { phase, phaseDone, phaseTotal, phaseRate } = await runOf(killed.runId);
    const kept = await keptOf(killed.runId);
    return kept > 0 && kept < testVideos - 10 && phase === 'evaluating' && { kept, phaseDone, phaseTotal, phaseRate };
  });
  expect(atKill).toMatchObject({ phaseTotal: testVideos, phaseRate: expect.any(Number) });
  process.kill((await attemptOf(killed.runId, 1)).pid!, 'SIGKILL');
  const second = await waitUntil('the next attempt at the evaluation', async () => {
    const { attemptNumber, phase, phaseDone } = await runOf(killed.runId);
    return attemptNumber === 2 && phase === 'evaluating' && { phaseDone };
  });
  expect(second.phaseDone).toBeGreaterThanOrEqual(atKill.kept); // it does not begin anew
  await succeeded(killed.runId);
  expect((await attemptOf(killed.runId, 1)).outcome).toBe('LOST');
  expect(await keptOf(killed.runId)).toBe(0);

  const leftAlone = await start(killed.baseId);
  await succeeded(leftAlone.runId);
  expect((await runOf(leftAlone.runId)).attemptNumber).toBe(1);
  const result = await resultOf(killed.runId);
  expect(result).toEqual(await resultOf(leftAlone.runId));
  expect(result.videos).toHaveLength(testVideos);

  // The budget holds a part of the videos: what it leaves out is made when somebody asks.
  const framed = await lab.db.clipFrames.findMany({ distinct: ['videoId'], select: { videoId: true } });
  const mapped = result.videos.filter(({ mapPosition }) => mapPosition !== null);
  expect(mapped.length).toBeGreaterThan(1);
  expect(mapped.length).toBeLessThan(testVideos);
  expect(framed.length).toBeGreaterThanOrEqual(mapped.length);
  const left = result.videos.find(
    ({ videoId, mapPosition }) => mapPosition === null && framed.every((video) => video.videoId !== videoId),
  )!;
  const column = { videoId: left.videoId, fusion: 'temporal_concat' as const, seed: 0 };
  await requestPictures(lab.db, { ...column, experimentId: killed.experimentId });
  expect((await runOf(killed.runId)).status).toBe('SUCCEEDED');
  await waitUntil('the pictures', async () => {
    const task = await lab.db.task.findFirstOrThrow({ where: { runId: killed.runId, kind: 'pictures' } });
    if (task.status === 'FAILED') throw new Error(task.statusMessage ?? 'failed');
    return task.status === 'SUCCEEDED';
  });
  const made = await lab.db.evaluationVideo.findMany({
    where: { videoId: left.videoId, demandedMapsId: { not: null } },
    select: { demandedMaps: { select: { size: true } } },
  });
  expect(made.map(({ demandedMaps }) => Number(demandedMaps!.size))).toEqual([mapBytes]);
  expect(await lab.db.clipFrames.count({ where: { videoId: left.videoId } })).toBe(clips);
  expect(await resultOf(killed.runId)).toEqual(result);

  // Deleted and purged, it gives back what it took: nothing lay there before.
  const root = join(lab.home, 'artifacts');
  const took = bytesUnder(root);
  const daily = { trigger: 'daily', finishedAt: { not: null } };
  expect(await lab.db.collection.count({ where: daily })).toBe(1); // its supervisor has tidied up once
  for (const { experimentId } of [killed, leftAlone]) await deleteExperiment(lab.db, experimentId);
  const collection = { root, databaseUrl: lab.url, trigger: 'command' as const, grace: 0 };
  await runCollection(lab.db, { ...collection, binDays: 30 });
  expect(bytesUnder(root)).toBeGreaterThan(took / 2); // it can still be restored
  await runCollection(lab.db, { ...collection, binDays: 0 });
  expect({ took: took > 2 ** 20, left: bytesUnder(root), rows: await lab.db.artifact.count() }).toEqual({
    ...{ took: true, left: 0, rows: 0 },
  });
}, 240_000);
