import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

const attemptSelect = {
  id: true,
  number: true,
  slot: true,
  pid: true,
  claimedAt: true,
  heartbeatAt: true,
  leaseExpiresAt: true,
  endedAt: true,
  outcome: true,
  code: true,
  message: true,
  resumedAtStep: true,
  worker: { select: { id: true, host: true } },
  task: { select: { kind: true } },
} as const satisfies Prisma.TaskAttemptSelect;

type Row = Prisma.TaskAttemptGetPayload<{ select: typeof attemptSelect }>;
/** `kind`: what it worked at; domain/tasks.ts */
export type AttemptItem = Omit<Row, 'task'> & { kind: string };

/** All attempts at a run, at its training and at what was done with it later, the newest first. */
export async function listAttempts(db: Db, runId: string): Promise<AttemptItem[]> {
  const attempts = await db.taskAttempt.findMany({
    where: { task: { runId } },
    orderBy: [{ claimedAt: 'desc' }, { number: 'desc' }],
    select: attemptSelect,
  });
  return attempts.map(({ task, ...attempt }) => ({ ...attempt, kind: task.kind }));
}
