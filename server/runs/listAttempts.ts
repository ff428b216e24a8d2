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
} as const satisfies Prisma.RunAttemptSelect;

export type AttemptItem = Prisma.RunAttemptGetPayload<{ select: typeof attemptSelect }>;

/** All leases of a run, the newest first. */
export function listAttempts(db: Db, runId: string): Promise<AttemptItem[]> {
  return db.runAttempt.findMany({ where: { runId }, orderBy: { number: 'desc' }, select: attemptSelect });
}
