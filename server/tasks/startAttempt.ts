import { type TaskKind, taskKindSchema } from '@/domain/tasks';
import type { Db } from '@/server/db';
import { type Lease, withLease } from './lease';

/** What the process of a task needs to know. `input` is not checked yet; `runId`: the run that it works on. */
export type StartedTask = { kind: TaskKind; input: unknown; runId: string | null };

/**
 * The process of a task is at work: CLAIMED becomes RUNNING.
 * @throws AppError fenced
 */
export function startAttempt(
  db: Db,
  lease: Pick<Lease, 'taskId' | 'attempt'>,
  { pid }: { pid: number },
): Promise<StartedTask> {
  return withLease(db, { ...lease, runId: null }, async (tx) => {
    await tx.$executeRaw`
      update task_attempts set pid = ${pid} where task_id = ${lease.taskId}::uuid and number = ${lease.attempt}`;
    await tx.$executeRaw`
      update tasks set status = 'RUNNING', started_at = coalesce(started_at, now()), finished_at = null, updated_at = now()
      where id = ${lease.taskId}::uuid`;
    const { kind, input, runId } = await tx.task.findUniqueOrThrow({
      where: { id: lease.taskId },
      select: { kind: true, input: true, runId: true },
    });
    return { kind: taskKindSchema.parse(kind), input, runId };
  });
}
