import { type RunTaskKind, taskKinds } from '@/domain/tasks';
import type { Tx } from '@/server/db';
import { frontOfQueue } from './queueEnds';
import { writeLifecycleLog } from './writeLifecycleLog';

/** What is not done yet, or was not done: it is taken up again rather than made anew. */
const undone = ['QUEUED', 'BLOCKED', 'FAILED', 'CANCELLED'] as const;

/**
 * Queues more work on a run, at the head of the queue: somebody waits for it. Where such work waits already, or came to nothing, it is
 * that which is queued. The run itself stays as it is; the work begins when its training has succeeded.
 * @param text said in the log of the run
 * @param message why it is queued, shown while it waits
 * @returns id of the task
 */
export async function queueRunTask(
  tx: Tx,
  { runId, kind, text, message = null }: { runId: string; kind: RunTaskKind; text: string; message?: string | null },
): Promise<string> {
  const select = { id: true, attemptNumber: true, status: true } as const;
  const known = await tx.task.findFirst({ where: { runId, kind, status: { in: [...undone] } }, select });
  const task = known ?? (await create(tx, { runId, kind, message }));
  if (task.status === 'FAILED' || task.status === 'CANCELLED') {
    await tx.$executeRaw`
      update tasks set status = 'QUEUED', status_code = null, status_message = ${message}, lost_attempts = 0, finished_at = null,
        queue_position = ${await frontOfQueue(tx)}::float8, updated_at = now()
      where id = ${task.id}::uuid`;
  }
  await writeLifecycleLog(tx, { taskId: task.id, runId, attempt: task.attemptNumber, level: 'info', text });
  return task.id;
}

async function create(tx: Tx, { runId, kind, message }: { runId: string; kind: RunTaskKind; message: string | null }) {
  const { name } = await tx.run.findUniqueOrThrow({ where: { id: runId }, select: { name: true } });
  return tx.task.create({
    data: {
      ...{ kind, runId, statusMessage: message },
      title: `${taskKinds[kind].label}: ${name}`,
      queuePosition: await frontOfQueue(tx),
    },
    select: { id: true, attemptNumber: true, status: true },
  });
}
