import { printable } from '@/domain/text/textFault';
import type { Db } from '@/server/db';
import { type RunLease, withLease } from '@/server/tasks/lease';

/** A run page does not need more of them; the log has all. */
const mostSentences = 51;

/** Writes down what a run leaves out, in the place of what it said before; a later attempt has the last word. */
export async function saveLeftOut(db: Db, lease: RunLease, told: string[]): Promise<void> {
  const leftOut = told.slice(0, mostSentences).map((text) => printable(text));
  await withLease(db, lease, (tx) => tx.run.update({ where: { id: lease.runId }, data: { leftOut } }));
}
