import { printable } from '@/domain/text/textFault';
import type { Db } from '@/server/db';
import type { Lease } from './lease';

/** A run page does not need more of them; the log has all. */
const mostSentences = 51;

/** Writes down what a run leaves out, in the place of what it said before; a later attempt has the last word. */
export async function saveLeftOut(db: Db, { runId, attempt }: Lease, told: string[]): Promise<void> {
  await db.run.updateMany({
    where: { id: runId, attemptNumber: attempt },
    data: { leftOut: told.slice(0, mostSentences).map((text) => printable(text)) },
  });
}
