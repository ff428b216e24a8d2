import { AppError } from '@/domain/errors';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { damagedConfigText, isDamaged, plannedConfig } from './storedConfig';

const runSelect = {
  id: true,
  key: true,
  name: true,
  config: true,
  seed: true,
  status: true,
  statusCode: true,
  statusMessage: true,
  leftOut: true,
  attemptNumber: true,
  maxAttempts: true,
  cancelRequestedAt: true,
  phase: true,
  phaseDone: true,
  phaseTotal: true,
  phaseRate: true,
  step: true,
  totalSteps: true,
  progress: true,
  etaSeconds: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  deletedAt: true,
  experiment: { select: { id: true, name: true, deletedAt: true, spec: true } },
  baseRun: { select: { id: true, name: true, status: true, progress: true, etaSeconds: true, config: true } },
  _count: { select: { evaluations: true, checkpoints: true, dependants: true } },
} as const satisfies Prisma.RunSelect;

const attemptSelect = {
  number: true,
  slot: true,
  claimedAt: true,
  heartbeatAt: true,
  leaseExpiresAt: true,
  stillSince: true,
  stillMessage: true,
  endedAt: true,
  worker: { select: { id: true, host: true } },
} as const satisfies Prisma.RunAttemptSelect;

type RunRow = Prisma.RunGetPayload<{ select: typeof runSelect }>;

export type RunDetails = Omit<RunRow, 'experiment'> & {
  experiment: Omit<RunRow['experiment'], 'spec'>;
  /** Where its config cannot be read: what to do, and whether the set-up of the experiment can restore it. */
  damaged: { text: string; restorable: boolean } | null;
  /** The lease that the run has or had last; null before the first claim. */
  attempt: Prisma.RunAttemptGetPayload<{ select: typeof attemptSelect }> | null;
  /** Clock of the database, to which all ages refer. */
  now: Date;
};

/**
 * One run with its base and its current attempt; also a deleted one, so that deleting can be undone from its page.
 * @throws AppError not_found
 */
export async function readRun(db: Db, id: string): Promise<RunDetails> {
  const [run, attempt, clock] = await Promise.all([
    db.run.findUnique({ where: { id }, select: runSelect }),
    db.runAttempt.findFirst({ where: { runId: id }, orderBy: { number: 'desc' }, select: attemptSelect }),
    db.$queryRaw<{ now: Date }[]>`select now() as now`,
  ]);
  if (!run) throw new AppError('not_found', 'There is no such run. Look for it in the list of runs.');
  const { spec, ...experiment } = run.experiment;
  return { ...run, experiment, attempt, now: clock[0]?.now ?? new Date(), damaged: damageOf(run, spec) };
}

function damageOf(run: Pick<RunRow, 'key' | 'name' | 'config'>, spec: unknown): RunDetails['damaged'] {
  if (!isDamaged(run)) return null;
  const restorable = plannedConfig({ key: run.key, spec }) !== null;
  return { text: damagedConfigText({ name: run.name, restorable }), restorable };
}
