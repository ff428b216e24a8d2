import { printable } from '@/domain/text/textFault';
import type { Tx } from '@/server/db';
import type { Lease } from './lease';

export type LifecycleLine = Lease & { level: 'info' | 'warn' | 'error'; text: string };

const longestText = 4000;

/** Says in the log of a task, and of its run, what happened to it; part of the transaction that makes it happen. */
export async function writeLifecycleLog(tx: Tx, { taskId, runId, attempt, level, text }: LifecycleLine): Promise<void> {
  await tx.$executeRaw`
    insert into log_lines (task_id, run_id, attempt, at, level, text, source)
    values (${taskId}::uuid, ${runId}::uuid, ${attempt}, clock_timestamp(), ${level}, ${printable(text, { lines: 'many', most: longestText })}, 'lifecycle')`;
}
