import { type BackboneId, backboneIdSchema } from '@/domain/backbones';
import { type CostedRun, type ExperimentProgress, experimentProgress } from '@/domain/experimentProgress';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { runCost, type SplitSizes } from '@/domain/runCost';
import { openStatuses } from '@/domain/runStatus';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { countSlots } from '@/server/workers/countSlots';
import { estimateStarts } from '@/server/workers/estimateStarts';
import { measureRate } from './measureRate';
import { microSizes } from './splitSizes';

export type ExperimentState = ExperimentProgress & {
  /** Seconds until its last run on the way is finished, behind what queues before it; null where that cannot be known. */
  etaSeconds: number | null;
  /** Newest write to the experiment or one of its runs. */
  lastActivity: Date;
};

const runSelect = {
  id: true,
  experimentId: true,
  train: { select: { status: true, statusCode: true, progress: true, etaSeconds: true, updatedAt: true } },
  baseRunId: true,
  config: true,
  updatedAt: true,
} as const satisfies Prisma.RunSelect;
type StoredRun = Prisma.RunGetPayload<{ select: typeof runSelect }>;
type RunRow = Omit<StoredRun, 'train'> & StoredRun['train'];
type Work = RunRow & { flop: number; backbone: BackboneId | null };

const never = Number.POSITIVE_INFINITY;

/** Progress and ETA of some experiments; the ETA looks at the queue of all. */
export async function experimentStates(db: Db, experimentIds: string[]): Promise<Map<string, ExperimentState>> {
  const queued: Prisma.RunWhereInput = { train: { status: { in: openStatuses } }, experiment: { deletedAt: null } };
  const [experiments, rows, sizes] = await Promise.all([
    db.experiment.findMany({ where: { id: { in: experimentIds } }, select: { id: true, updatedAt: true } }),
    db.run.findMany({
      where: { deletedAt: null, OR: [{ experimentId: { in: experimentIds } }, queued] },
      orderBy: [{ train: { queuePosition: 'asc' } }, { createdAt: 'asc' }, { id: 'asc' }],
      select: runSelect,
    }),
    sizesBySlug(db),
  ]);
  const runs = rows.map(({ train, updatedAt, ...row }) =>
    costed({ ...row, ...train, updatedAt: train.updatedAt > updatedAt ? train.updatedAt : updatedAt }, sizes),
  );
  const finish = await finishTimes(db, runs);
  return new Map(
    experiments.map(({ id, updatedAt }) => {
      const own = runs.filter(({ experimentId }) => experimentId === id);
      const progress = experimentProgress(own.map((run): CostedRun => ({ ...run, cost: run.flop })));
      const times = own.flatMap((run) => (isOnTheWay(run) ? [finish.get(run.id) ?? never] : []));
      const last = Math.max(updatedAt.getTime(), ...own.map((run) => run.updatedAt.getTime()));
      const eta = times.length === 0 ? 0 : Math.max(...times);
      return [id, { ...progress, etaSeconds: Number.isFinite(eta) ? eta : null, lastActivity: new Date(last) }];
    }),
  );
}

/** A run that a person has to help first does not hold up the rest. */
function isOnTheWay({ status, statusCode }: RunRow): boolean {
  return openStatuses.includes(status) && statusCode !== 'base_failed' && statusCode !== 'base_damaged';
}

/** Seconds until each run on the way is finished. */
async function finishTimes(db: Db, runs: Work[]): Promise<Map<string, number>> {
  const coming = runs.filter(isOnTheWay);
  const backbones = [...new Set(coming.flatMap(({ backbone }) => backbone ?? []))];
  const rates = new Map(
    await Promise.all(backbones.map(async (id) => [id, (await measureRate(db, id)).flopPerSecond] as const)),
  );
  const remaining = ({ flop, progress, backbone }: Work) => {
    const rate = backbone === null ? undefined : rates.get(backbone);
    return rate === undefined ? never : (flop * (1 - progress)) / rate;
  };
  const working = coming.filter(({ status }) => status === 'RUNNING' || status === 'CLAIMED');
  const waiting = coming.filter(({ status }) => status === 'QUEUED' || status === 'BLOCKED');
  const finish = new Map(working.map((run) => [run.id, run.etaSeconds ?? remaining(run)]));
  const free = Math.max(0, (await countSlots(db)) - working.length);
  const starts = estimateStarts({
    slots: [...Array.from({ length: free }, () => 0), ...finish.values()],
    queue: waiting.map((run) => ({ id: run.id, seconds: remaining(run), baseRunId: run.baseRunId })),
    finishes: finish,
  });
  for (const run of waiting) finish.set(run.id, (starts.get(run.id) ?? never) + remaining(run));
  return finish;
}

function costed(row: RunRow, sizes: Map<string, SplitSizes>): Work {
  const parsed = runConfigSchema.safeParse(row.config);
  if (!parsed.success) return { ...row, flop: 0, backbone: backboneOf(row.config) };
  const cost = runCost(parsed.data, sizes.get(parsed.data.dataset) ?? microSizes);
  return { ...row, flop: cost.flop, backbone: parsed.data.backbone };
}

function backboneOf(config: unknown): BackboneId | null {
  const backbone = (config as Partial<RunConfig> | null)?.backbone;
  return backboneIdSchema.safeParse(backbone).data ?? null;
}

async function sizesBySlug(db: Db): Promise<Map<string, SplitSizes>> {
  const rows = await db.dataset.findMany({ select: { slug: true, trainVideos: true, testVideos: true } });
  return new Map(rows.map(({ slug, trainVideos, testVideos }) => [slug, { train: trainVideos, test: testVideos }]));
}
