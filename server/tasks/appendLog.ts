import { printable } from '@/domain/text/textFault';
import type { Tx } from '@/server/db';
import type { Lease } from './lease';

/** `ageMs`: how long ago it was said, so that the time of the line is by the clock of the database. */
export type NewLogLine = { seq: number; level: 'info' | 'warn' | 'error'; text: string; ageMs: number };

/** `run`: said by the science; `output`: standard output and error of the process. */
export type LogSource = 'run' | 'output';

/** Characters of a line that are kept; what cannot be stored or seen in it is written out. */
const longestLine = 10_000;

/** Adds lines to the log of a task; `seq` counts the lines of one source in one attempt, so a batch may be sent twice. */
export async function appendLog(
  tx: Tx,
  { taskId, runId, attempt }: Lease,
  source: LogSource,
  lines: NewLogLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.$executeRaw`
    insert into log_lines (task_id, run_id, attempt, source, seq, level, text, at)
    select ${taskId}::uuid, ${runId}::uuid, ${attempt}, ${source}, l.seq, l.level, l.text, clock_timestamp() - make_interval(secs => l.age / 1000)
    from unnest(
      ${lines.map(({ seq }) => seq)}::int[], ${lines.map(({ level }) => level)}::text[],
      ${lines.map(({ text }) => printable(text, { lines: 'many', most: longestLine }))}::text[], ${lines.map(({ ageMs }) => ageMs)}::float8[]
    ) as l(seq, level, text, age)
    order by l.seq
    on conflict do nothing`;
}
