import { type Cell, type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import { isOracle } from '@/domain/oracle';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { variantOf } from '@/domain/variants';
import type { Db } from '@/server/db';
import { recordEvaluation } from '@/server/evaluations/recordEvaluation';
import { savePartialScores } from '@/server/evaluations/savePartialScores';
import { createExperiment } from '@/server/experiments/createExperiment';
import { demoSpec } from '@/server/experiments/demoSpec';
import { cancelTask } from '@/server/tasks/cancelTask';
import { finishTask } from '@/server/tasks/finishTask';
import type { RunLease } from '@/server/tasks/lease';
import { reportBatch } from '@/server/tasks/reportBatch';
import { startAttempt } from '@/server/tasks/startAttempt';
import { registerWorker } from '@/server/workers/registerWorker';
import { claimRun } from './claimRun';
import { seedCurves } from './seedCurves';
import { seedDataset } from './seedDataset';
import { seedScores } from './seedScores';

/** What becomes of a run: `half` stays at work, `claimed` has just been taken, `wait` stays in the queue. */
export type Fate = 'finish' | 'half' | 'claimed' | 'fail' | 'cancel' | 'wait';

export type SeededExperiment = {
  experimentId: string;
  datasetId: string;
  workerId: string;
  /** Run ids by key, e.g. `base-seed0`. */
  runs: Map<string, string>;
  spec: ExperimentSpec;
};

type Options = {
  /** Folder of artifacts. */
  root: string;
  seeds?: number[];
  cells?: Cell[];
  videos?: number;
  name?: string;
  /** By the key of the run; default `finish`. Asked in the order of the queue, bases first. */
  fateOf?: (key: string) => Fate;
  base?: ExperimentSpec['base'];
  /** Clip lengths of Table 1; default none. */
  table1Frames?: number[];
};

/** Table 2 on a made-up dataset, taken as far as `fateOf` says through the real life of its runs. */
export async function seedExperiment(db: Db, options: Options): Promise<SeededExperiment> {
  const { root, seeds = [0, 1, 2], videos = 300, fateOf = () => 'finish' } = options;
  const dataset = await seedDataset(db, videos);
  const demo = demoSpec(seeds);
  const { name = demo.name, cells = demo.cells, base = demo.base, table1Frames = [] } = options;
  const spec = experimentSpecSchema.parse({ ...demo, name, cells, base, table1Frames, dataset: dataset.slug });
  const { experimentId } = await createExperiment(db, spec);
  const workerId = await seedWorker(db);
  const rows = await db.run.findMany({
    where: { experimentId },
    orderBy: { train: { queuePosition: 'asc' } },
    select: { id: true, key: true, config: true },
  });
  const fates = new Map(rows.map(({ id, key }) => [id, fateOf(key)]));
  for (const [id, fate] of fates) if (fate === 'cancel') await cancelTask(db, id);
  for (const { id, config } of rows) {
    const fate = fates.get(id)!;
    if (fate === 'wait' || fate === 'cancel') continue;
    const lease = await claim(db, { id, workerId });
    const context = { config: runConfigSchema.parse(config), datasetId: dataset.id, root };
    await live(db, lease, { fate, videoIds: dataset.videoIds, context });
  }
  const runs = new Map(rows.map(({ id, key }) => [key, id]));
  return { experimentId, datasetId: dataset.id, workerId, runs, spec };
}

async function seedWorker(db: Db): Promise<string> {
  const info = {
    name: 'libtensorflow',
    version: '2.21.0',
    device: 'cpu' as const,
    gpus: [],
    cpu: 'AMD EPYC 7B13',
    cores: 2,
    memoryMiB: 24_105,
    ffmpeg: '7.1',
    problem: null,
  };
  return registerWorker(db, { host: 'lab-1', hostKey: 'seed', pid: 4711, slots: 2, info });
}

/** The run is put first, so that it is the one that is claimed. */
async function claim(db: Db, { id, workerId }: { id: string; workerId: string }): Promise<RunLease> {
  const { queuePosition } = await db.task.findUniqueOrThrow({ where: { id }, select: { queuePosition: true } });
  await db.task.update({ where: { id }, data: { queuePosition: -1e9 } });
  const lease = await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 3600 });
  await db.task.update({ where: { id }, data: { queuePosition } });
  if (lease?.runId !== id) throw new Error(`run ${id} cannot be claimed: is its base finished?`);
  return lease;
}

type Life = { fate: Fate; videoIds: string[]; context: { config: RunConfig; datasetId: string; root: string } };

async function live(db: Db, lease: RunLease, { fate, videoIds, context }: Life): Promise<void> {
  if (fate === 'claimed') return;
  const { config } = context;
  await startAttempt(db, lease, { pid: 4712 });
  const perEpoch = 100;
  const total = config.recipe.epochs * perEpoch;
  const share = fate === 'finish' ? 1 : fate === 'half' ? 0.6 : 0.2;
  const step = Math.round(total * share);
  const points = seedCurves(config, { steps: step, perEpoch });
  const lines = [
    { seq: 0, level: 'info' as const, text: 'libtensorflow 2.21.0 on cpu, 1 thread(s)', ageMs: 60_000 },
    { seq: 1, level: 'info' as const, text: `800 training videos, ${videoIds.length} test videos`, ageMs: 59_000 },
    { seq: 2, level: 'info' as const, text: `step ${step} of ${total}`, ageMs: 1000 },
  ];
  const progress = { phase: 'training' as const, step, totalSteps: total, progress: share * 0.9, etaSeconds: 47 };
  await reportBatch(db, lease, 'run', { points, lines, progress });
  if (fate === 'half') return;
  if (fate === 'fail') {
    const message = 'Video V0412.mp4 cannot be decoded (moov atom not found). Replace the file and retry the run.';
    await finishTask(db, lease, { outcome: 'FAILED', code: 'video_undecodable', message });
    return;
  }
  const { fusion } = config.training;
  for (const { variant, objective } of config.evaluations) {
    const scores = seedScores({ variant, fusion, seed: config.seed, videoIds, checkpointStep: total });
    const evaluation = { variant, fusion, objective, oracle: isOracle(variantOf(variant)), ...scores };
    await savePartialScores(db, lease, evaluation, { videos: scores.videos, root: context.root });
    await recordEvaluation(db, lease, evaluation, context);
  }
  await finishTask(db, lease, { outcome: 'SUCCEEDED' });
}
