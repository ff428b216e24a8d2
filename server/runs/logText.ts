import type { Db } from '@/server/db';

const batch = 2000;

/** The whole log of a run as text, `time [attempt] LEVEL text` a line, in chunks of at most 2000 lines. */
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
            `${at.toISOString()} [${attempt}] ${level.toUpperCase().padEnd(5)} ${text}\n`,
        )
        .join('');
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < batch) return;
  }
}
