import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scoreVideos } from '@/domain/averagePrecision';
import type { FinishedVideo } from '@/domain/evaluatedVideo';
import { runConfigSchema } from '@/domain/runConfig';
import { artifactPath } from '@/server/artifacts/artifactPath';
import { readArtifact } from '@/server/artifacts/readArtifact';
import { createDb, type Db } from '@/server/db';
import { evaluationHash } from '@/server/evaluations/evaluationHash';
import { loadPartialScores } from '@/server/evaluations/loadPartialScores';
import { mapsFile } from '@/server/evaluations/mapsFile';
import type { NewEvaluation } from '@/server/evaluations/newEvaluation';
import { protocolKey } from '@/server/evaluations/protocolKey';
import { recordEvaluation } from '@/server/evaluations/recordEvaluation';
import { savePartialScores } from '@/server/evaluations/savePartialScores';
import { createExperiment } from '@/server/experiments/createExperiment';
import { listEvaluations } from '@/server/runs/listEvaluations';
import { saveCheckpoint } from '@/server/runs/saveCheckpoint';
import { finishTask } from '@/server/tasks/finishTask';
import type { RunLease } from '@/server/tasks/lease';
import { addWorker } from '@/test/support/addWorker';
import { claimRun } from '@/test/support/claimRun';
import { flipByte } from '@/test/support/flipByte';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { registerLab } from '@/test/support/registerLab';
import { smallSpec } from '@/test/support/smallSpec';
import { temporaryFolder } from '@/test/support/temporaryFolder';

let database: TestDatabase;
let db: Db;
let datasetId: string;
let lease: RunLease;

const ids = ['test0', 'test1', 'test2', 'test3'];
const labels = [[1, 0], [0, 1], [1, 0], []];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  datasetId = await registerLab(db, '/lab');
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await db.experiment.deleteMany();
  await createExperiment(db, smallSpec({ cells: [{ variant: 'base', fusion: 'temporal_concat' }] }));
  const workerId = await addWorker(db);
  lease = (await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 30 }))!;
});

const configOf = async () => {
  const { config } = await db.run.findUniqueOrThrow({ where: { id: lease.runId } });
  return runConfigSchema.parse(config);
};

type KeptEvaluation = Omit<NewEvaluation, 'videos'> & { videos: FinishedVideo[] };

/** uint8 (3 clips x 2 x 2) */
const mapsOf = (video: number) => Uint8Array.from({ length: 12 }, (_, index) => 12 * video + index);

function evaluation(changes: Partial<KeptEvaluation> = {}): KeptEvaluation {
  const scores = ids.map((_, video) => Float32Array.of(0.1 + video / 10, video === 3 ? Number.NaN : 0.7));
  return {
    variant: 'base',
    fusion: 'temporal_concat',
    objective: null,
    oracle: false,
    checkpointStep: 200,
    videos: ids.map((id, video) => ({
      id,
      position: video,
      scores: scores[video]!,
      clipScores: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
      boxes: [{ top: 0.1, left: 0.2, height: 0.3, width: 0.4 }],
      hits: video === 0 ? [-1] : [0.5],
      sampledClasses: labels[video]!.flatMap((label, index) => (label === 1 ? [index] : [])),
      maps: mapsOf(video),
    })),
    summary: scoreVideos(scores, labels, 2),
    sampledMap: 0.75,
    boxHitRate: 0.5,
    mapSide: 2,
    ...changes,
  };
}

async function record(changes: Partial<KeptEvaluation> = {}): Promise<string> {
  const root = temporaryFolder();
  const recorded = evaluation(changes);
  await savePartialScores(db, lease, recorded, { videos: recorded.videos, root });
  await recordEvaluation(db, lease, recorded, { config: await configOf(), datasetId, root });
  return root;
}

describe('an evaluation', () => {
  it('is stored with its predictions, from which its mAP can be computed again', async () => {
    const root = await record();
    const row = await db.evaluation.findFirstOrThrow({
      where: { runId: lease.runId },
      include: { videos: { orderBy: { position: 'asc' } } },
    });
    expect(row.videos.map(({ videoId }) => videoId)).toEqual(ids);
    const again = scoreVideos(
      row.videos.map(({ scores }) => scores),
      labels,
      2,
    );
    expect({ map: row.map, wap: row.wap, classAp: row.classAp }).toEqual({
      map: again.mAP,
      wap: again.wAP,
      classAp: again.perClass,
    });
    const [first, , , last] = row.videos;
    expect(Float32Array.from(first!.scores)).toEqual(Float32Array.of(0.1, 0.7));
    expect(first?.hits).toEqual([-1]);
    expect(Float32Array.from(first!.boxes)).toEqual(Float32Array.of(0.1, 0.2, 0.3, 0.4));
    expect(last?.scores[1]).toBeNaN();
    const maps = await readArtifact(db, { id: row.mapsArtifactId!, root });
    expect([...maps]).toEqual(Array.from({ length: 48 }, (_, index) => index));
    expect(row.videos.map(({ mapPosition }) => mapPosition)).toEqual([0, 1, 2, 3]);
    expect(row.sampledMap).toBe(0.75);
    expect(await db.partialScores.count()).toBe(0);
    expect(row.mapSide).toBe(2);
  });

  it('is named by predictions, truth, scorer and protocol: one changed score changes its hash', async () => {
    await record();
    const row = await db.evaluation.findFirstOrThrow({ where: { runId: lease.runId } });
    const { protocol } = await configOf();
    const truth = [[0], [1], [0], []];
    const predictions = evaluation().videos.map(({ id, scores }, video) => ({ id, scores, labels: truth[video]! }));
    expect(row.hash).toBe(evaluationHash(predictions, protocol));
    predictions[2]!.scores[0] = 0.300001;
    expect(row.hash).not.toBe(evaluationHash(predictions, protocol));
  });

  it('is immutable: a second one for the same variant changes nothing', async () => {
    await record();
    const before = await db.evaluation.findFirstOrThrow({ where: { runId: lease.runId } });
    await record({ summary: { mAP: 1, wAP: 1, perClass: [1, 1], classesWithoutPositives: 0 }, boxHitRate: 1 });
    expect(await db.evaluation.findMany({ where: { runId: lease.runId } })).toEqual([before]);
    expect(await db.evaluationVideo.count({ where: { evaluationId: before.id } })).toBe(ids.length);
  });

  it('keeps which clips had no saliency and how many they are, through an interruption too', async () => {
    const videos = evaluation().videos.map((video, k) => ({ ...video, noSaliency: k === 1 ? [0, 2] : [] }));
    const root = temporaryFolder();
    await savePartialScores(db, lease, evaluation(), { videos, root });
    const kept = await loadPartialScores(db, lease.runId, evaluation(), { root, mapBytes: 12 });
    expect(kept.map(({ noSaliency }) => noSaliency)).toEqual([[], [0, 2], [], []]);
    await record({ videos, saliency: { clips: 12, without: 2 } });
    const row = await db.evaluation.findFirstOrThrow({
      where: { runId: lease.runId },
      include: { videos: { orderBy: { position: 'asc' } } },
    });
    expect([row.saliencyClips, row.clipsWithoutSaliency]).toEqual([12, 2]);
    expect(row.videos.map(({ noSaliency }) => noSaliency)).toEqual([[], [0, 2], [], []]);
    const [shown] = await listEvaluations(db, [lease.runId]);
    expect(shown!.saliency).toEqual({ clips: 12, without: 2 });
  });

  it('keeps its maps in one file from the first video on: records that are cut off or changed are not taken, and the file becomes the artifact', async () => {
    const root = temporaryFolder();
    const { videos } = evaluation();
    const of = { runId: lease.runId, variant: 'base', checkpointStep: 200 };
    const path = mapsFile(root, of);
    const kept = async () =>
      (await loadPartialScores(db, lease.runId, of, { root, mapBytes: 12 })).map(({ position }) => position);
    await savePartialScores(db, lease, of, { videos: videos.slice(0, 3), root });
    writeFileSync(path, 'a record that no row speaks of, of a process that was killed', { flag: 'a' });
    expect(await kept()).toEqual([0, 1, 2]);
    flipByte(path, 15);
    truncateSync(path, 35);
    expect(await kept()).toEqual([0]);
    const { ino } = statSync(path);
    await savePartialScores(db, lease, of, { videos: videos.slice(1), root });
    writeFileSync(path, 'more of it', { flag: 'a' });
    expect(await kept()).toEqual([0, 1, 2, 3]);
    await recordEvaluation(db, lease, evaluation(), { config: await configOf(), datasetId, root });
    const { maps } = await db.evaluation.findFirstOrThrow({ where: { runId: lease.runId }, select: { maps: true } });
    const file = artifactPath(root, maps!.sha256);
    expect([...readFileSync(file)]).toEqual(Array.from({ length: 48 }, (_, index) => index));
    expect([statSync(file).ino, existsSync(path)]).toEqual([ino, false]); // never written a second time
    expect(readdirSync(root).filter((name) => name.startsWith('.writing-'))).toEqual([]);
  });

  it('keeps NaN where no class has a positive', async () => {
    const nothing = {
      mAP: Number.NaN,
      wAP: Number.NaN,
      perClass: [Number.NaN, Number.NaN],
      classesWithoutPositives: 2,
    };
    const videos = evaluation().videos.map((video) => ({ ...video, maps: null }));
    await record({ summary: nothing, boxHitRate: null, mapSide: null, videos });
    const row = await db.evaluation.findFirstOrThrow({ where: { runId: lease.runId } });
    expect([row.map, row.wap, ...row.classAp]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect([row.boxHitRate, row.mapsArtifactId]).toEqual([null, null]);
  });

  it('puts its scores on the curves of the run, at the epoch of its checkpoint', async () => {
    const checkpoint = { step: 200, epoch: 2, final: true, bytes: Uint8Array.of(1) };
    await saveCheckpoint(db, lease, temporaryFolder(), checkpoint);
    await record();
    const points = await db.metricPoint.findMany({ where: { runId: lease.runId }, orderBy: { key: 'asc' } });
    expect(points.map(({ key, split, step, epoch }) => ({ key, split, step, epoch }))).toEqual(
      ['box_hit_rate', 'mAP', 'wAP'].map((key) => ({ key, split: 'test', step: 200, epoch: 2 })),
    );
  });

  it('is refused from an attempt that no longer holds the run', async () => {
    await finishTask(db, lease, { outcome: 'LOST', message: 'Gone.' });
    await expect(record()).rejects.toMatchObject({ code: 'fenced' });
    expect(await db.evaluation.count()).toBe(0);
  });

  it('shares its clips with every run that looks at the same frames', async () => {
    const config = await configOf();
    const key = protocolKey(config);
    expect(key).toMatch(/^[0-9a-f]{12}$/);
    expect(protocolKey({ ...config, clip: { ...config.clip, boxSide: 16 } })).toBe(key);
    expect(protocolKey({ ...config, clip: { ...config.clip, frames: 16 } })).not.toBe(key);
    expect(protocolKey({ ...config, protocol: { ...config.protocol, clips: 10 } })).not.toBe(key);
    expect(protocolKey({ ...config, dataset: 'other' })).not.toBe(key);
  });
});
