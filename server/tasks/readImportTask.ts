import { AppError } from '@/domain/errors';
import type { ImportKind } from '@/domain/tasks';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

const taskSelect = {
  id: true,
  kind: true,
  title: true,
  input: true,
  status: true,
  attemptNumber: true,
  phaseDone: true,
  phaseTotal: true,
  etaSeconds: true,
  result: true,
  statusCode: true,
  statusMessage: true,
  cancelRequestedAt: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
} as const satisfies Prisma.TaskSelect;
const attemptSelect = {
  stillSince: true,
  stillMessage: true,
  worker: { select: { host: true } },
} as const satisfies Prisma.TaskAttemptSelect;

type TaskRow = Prisma.TaskGetPayload<{ select: typeof taskSelect }>;
type AttemptRow = Prisma.TaskAttemptGetPayload<{ select: typeof attemptSelect }>;

export type ImportTask = Omit<TaskRow, 'phaseDone' | 'phaseTotal' | 'statusCode' | 'statusMessage'> & {
  /** Pieces done of all. */
  done: number;
  total: number;
  code: string | null;
  message: string | null;
  /** Who is at work on it. */
  worker: AttemptRow['worker'] | null;
  stillSince: Date | null;
  stillMessage: string | null;
};

/** One import of a kind. @throws AppError not_found, also for one of another kind */
export async function readImportTask(db: Db, { id, kind }: { id: string; kind: ImportKind }): Promise<ImportTask> {
  const task = await db.task.findFirst({
    where: { id, kind },
    select: { ...taskSelect, attempts: { where: { endedAt: null }, take: 1, select: attemptSelect } },
  });
  if (!task) throw new AppError('not_found', 'This import does not exist any more. Start it again.');
  const { attempts, phaseDone: done, phaseTotal: total, statusCode: code, statusMessage: message, ...facts } = task;
  const { worker = null, stillSince = null, stillMessage = null } = attempts[0] ?? {};
  return { ...facts, done, total, code, message, worker, stillSince, stillMessage };
}
