import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { isDamaged } from '@/server/runs/storedConfig';
import { estimateDurations } from './estimateDurations';
import { estimateStarts } from './estimateStarts';
import { readCapacity } from './readCapacity';

const queueSelect = {
  id: true,
  name: true,
  status: true,
  statusMessage: true,
  createdAt: true,
  config: true,
  experiment: { select: { id: true, name: true } },
  baseRun: {
    select: {
      id: true,
      name: true,
      status: true,
      progress: true,
      attempts: { where: { endedAt: null }, select: { stillSince: true } },
    },
  },
} as const satisfies Prisma.RunSelect;

export type QueueItem = Omit<Prisma.RunGetPayload<{ select: typeof queueSelect }>, 'config'> & {
  /** Its config cannot be read: it will fail when it is taken. */
  damaged: boolean;
  /** Expected length and wait in seconds; null where nothing is known yet. */
  durationSeconds: number | null;
  startsInSeconds: number | null;
};
/** The head of the queue in order, and how many runs wait in all. */
export type Queue = { items: QueueItem[]; total: number };

const shown = 200;
const never = Number.POSITIVE_INFINITY;

/** Runs that wait for a slot or for their base, in the order in which they will be claimed. */
export async function listQueue(db: Db): Promise<Queue> {
  const where: Prisma.RunWhereInput = {
    status: { in: ['QUEUED', 'BLOCKED'] },
    deletedAt: null,
    experiment: { deletedAt: null },
  };
  const [runs, total, capacity] = await Promise.all([
    db.run.findMany({
      where,
      orderBy: [{ queuePosition: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
      take: shown,
      select: queueSelect,
    }),
    db.run.count({ where }),
    readCapacity(db),
  ]);
  const durations = await estimateDurations(
    db,
    runs.map(({ id }) => id),
  );
  const waiting = new Set(runs.map(({ id }) => id));
  const comes = (id: string) => waiting.has(id) || capacity.finishes.has(id);
  const starts = estimateStarts({
    slots: capacity.slots,
    queue: runs.map(({ id, baseRun }) => ({ id, seconds: durations.get(id) ?? null, baseRunId: baseRun?.id ?? null })),
    finishes: new Map([
      ...runs.flatMap(({ baseRun }) =>
        baseRun && baseRun.status !== 'SUCCEEDED' && !comes(baseRun.id) ? [[baseRun.id, never] as const] : [],
      ),
      ...capacity.finishes,
    ]),
  });
  return {
    items: runs.map(({ config, ...run }) => ({
      ...run,
      damaged: isDamaged({ config }),
      durationSeconds: durations.get(run.id) ?? null,
      startsInSeconds: starts.get(run.id) ?? null,
    })),
    total,
  };
}
