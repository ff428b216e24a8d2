import { printable } from '@/domain/text/textFault';
import type { Db } from '@/server/db';

/** Lines a query: some 10 ms of work, after which others get their turn. */
const batch = 500;

/** The whole log of a run as text, `time [attempt] LEVEL text` a line, in chunks of at most 500 lines. */
export async function* logText(db: Db, runId: string): AsyncGenerator<string> {
  let last = 0n;
  while (true) {
    const rows = await db.logLine.findMany({
      where: { runId, id: { gt: last } },
      orderBy: { id: 'asc' },
      take: batch,
      select: { id: true, attempt: true, at: true, level: true, text: true },
    });
    if (rows.length > 0) {
      yield rows
        .map(
          ({ at, attempt, level, text }) =>
            `${at.toISOString()} [${attempt}] ${level.toUpperCase().padEnd(5)} ${lineText(text)}\n`,
        )
        .join('');
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < batch) return;
  }
}

/** The lines of a text behind its first are indented, so that none looks like an entry of its own; what a terminal would obey is written out. */
function lineText(text: string): string {
  return printable(text, { lines: 'many' }).replace(/\r\n?|\n/g, '\n  ');
}
