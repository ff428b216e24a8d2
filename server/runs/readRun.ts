import { AppError } from '@/domain/errors';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { taskSeconds } from '@/server/tasks/taskSeconds';
import { damagedConfigText, isDamaged, plannedConfig } from './storedConfig';
import { trainSelect, withTrain } from './trainState';

const runSelect = {
  id: true,
  key: true,
  name: true,
  config: true,
  seed: true,
  leftOut: true,
  createdAt: true,
  deletedAt: true,
  train: { select: { ...trainSelect, attemptNumber: true, maxAttempts: true, cancelRequestedAt: true } },
  tasks: {
    where: { kind: { not: 'train' }, status: { notIn: ['SUCCEEDED', 'CANCELLED'] } },
    orderBy: { createdAt: 'asc' },
    select: {
      id: true,
      kind: true,
      status: true,
      statusMessage: true,
      progress: true,
      etaSeconds: true,
      phaseDone: true,
      phaseTotal: true,
      cancelRequestedAt: true,
      createdAt: true,
      attempts: { where: { endedAt: null }, take: 1, select: { stillSince: true, stillMessage: true } },
    },
  },
  experiment: { select: { id: true, name: true, deletedAt: true, spec: true } },
  baseRun: {
    select: {
      id: true,
      name: true,
      config: true,
      train: { select: { status: true, progress: true, etaSeconds: true } },
    },
  },
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
} as const satisfies Prisma.TaskAttemptSelect;

type RunRow = Prisma.RunGetPayload<{ select: typeof runSelect }>;
export type RunTask = Omit<RunRow['tasks'][number], 'attempts'> & {
  stillSince: Date | null;
  stillMessage: string | null;
};

export type RunDetails = Omit<RunRow, 'experiment' | 'train' | 'baseRun' | 'tasks'> &
  RunRow['train'] & {
    experiment: Omit<RunRow['experiment'], 'spec'>;
    baseRun: (Omit<NonNullable<RunRow['baseRun']>, 'train'> & NonNullable<RunRow['baseRun']>['train']) | null;
    /** What else is done with the run, or could not be done. */
    tasks: RunTask[];
    /** How long it was at work on its training, in seconds: all its attempts together; null before the first. */
    durationSeconds: number | null;
    /** Where its config cannot be read: what to do, and whether the set-up of the experiment can restore it. */
    damaged: { text: string; restorable: boolean } | null;
    /** The lease that its training has or had last; null before the first claim. */
    attempt: Prisma.TaskAttemptGetPayload<{ select: typeof attemptSelect }> | null;
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
    db.taskAttempt.findFirst({ where: { taskId: id }, orderBy: { number: 'desc' }, select: attemptSelect }),
    db.$queryRaw<{ now: Date; seconds: number | null }[]>`
      select now() as now, (select ${taskSeconds} from tasks t where t.id = ${id}::uuid) as seconds`,
  ]);
  if (!run) throw new AppError('not_found', 'There is no such run. Look for it in the list of runs.');
  const { train, tasks, baseRun, ...record } = run;
  const { spec, ...experiment } = run.experiment;
  return {
    ...train,
    ...record,
    experiment,
    baseRun: baseRun && withTrain(baseRun),
    tasks: tasks.map(({ attempts, ...task }) => ({
      ...task,
      stillSince: attempts[0]?.stillSince ?? null,
      stillMessage: attempts[0]?.stillMessage ?? null,
    })),
    attempt,
    now: clock[0]?.now ?? new Date(),
    durationSeconds: clock[0]?.seconds ?? null,
    damaged: damageOf(run, spec),
  };
}

function damageOf(run: Pick<RunRow, 'key' | 'name' | 'config'>, spec: unknown): RunDetails['damaged'] {
  if (!isDamaged(run)) return null;
  const restorable = plannedConfig({ key: run.key, spec }) !== null;
  return { text: damagedConfigText({ name: run.name, restorable }), restorable };
}
