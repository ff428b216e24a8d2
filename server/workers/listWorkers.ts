import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { trainSelect } from '@/server/runs/trainState';

const runSelect = {
  id: true,
  name: true,
  experiment: { select: { id: true, name: true } },
} as const satisfies Prisma.RunSelect;

const workerSelect = {
  id: true,
  host: true,
  pid: true,
  engine: true,
  slots: true,
  startedAt: true,
  heartbeatAt: true,
  stoppedAt: true,
  draining: true,
  attempts: {
    where: { endedAt: null },
    orderBy: { slot: 'asc' },
    select: {
      id: true,
      number: true,
      slot: true,
      claimedAt: true,
      heartbeatAt: true,
      leaseExpiresAt: true,
      stillSince: true,
      stillMessage: true,
      task: {
        select: {
          ...trainSelect,
          id: true,
          kind: true,
          title: true,
          cancelRequestedAt: true,
          run: { select: runSelect },
        },
      },
    },
  },
} as const satisfies Prisma.WorkerSelect;

export type WorkerItem = Prisma.WorkerGetPayload<{ select: typeof workerSelect }>;
/** `now`: clock of the database, to which the ages of heartbeats refer. */
export type WorkerList = { workers: WorkerItem[]; now: Date };

const mostStopped = 5;

/** Workers at work, oldest first, then the few that stopped last. */
export async function listWorkers(db: Db): Promise<WorkerList> {
  const [working, stopped, clock] = await Promise.all([
    db.worker.findMany({ where: { stoppedAt: null }, orderBy: { startedAt: 'asc' }, select: workerSelect }),
    db.worker.findMany({
      where: { stoppedAt: { not: null } },
      orderBy: { stoppedAt: 'desc' },
      take: mostStopped,
      select: workerSelect,
    }),
    db.$queryRaw<{ now: Date }[]>`select now() as now`,
  ]);
  return { workers: [...working, ...stopped], now: clock[0]?.now ?? new Date() };
}
