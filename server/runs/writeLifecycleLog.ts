import { printable } from '@/domain/text/textFault';
import type { Tx } from '@/server/db';

export type LifecycleLine = { runId: string; attempt: number; level: 'info' | 'warn' | 'error'; text: string };

const longestText = 4000;

/** Says in the log of a run what happened to it; part of the transaction that makes it happen. */
export async function writeLifecycleLog(tx: Tx, { runId, attempt, level, text }: LifecycleLine): Promise<void> {
  await tx.$executeRaw`
    insert into log_lines (run_id, attempt, at, level, text, source)
    values (${runId}::uuid, ${attempt}, clock_timestamp(), ${level}, ${printable(text, { lines: 'many', most: longestText })}, 'lifecycle')`;
}
