import { z } from 'zod';
import { logLevelSchema } from '@/domain/logLevels';
import { manyLineText } from '@/domain/text/textSchemas';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

const cursorSchema = z.string().regex(/^\d{1,18}$/);
export const readLogSchema = z.object({
  id: z.uuid(),
  /** Lines that hold this text, any case; empty: all. */
  search: manyLineText({ what: 'The search', max: 200 }).default(''),
  /** Lines at these levels; empty: all. */
  levels: z.array(logLevelSchema).max(3).default([]),
  /** Continue with lines older than this one; without it, the newest. */
  cursor: cursorSchema.nullish(),
  limit: z.int().min(1).max(1000).default(300),
});
export type ReadLog = z.infer<typeof readLogSchema>;

export type LogItem = { id: string; attempt: number; at: Date; level: string; source: string; text: string };
/** Lines in the order in which they were written; `older` is the cursor of the page before them. */
export type LogPage = { lines: LogItem[]; older: string | null };

/** One page of a run's log, from its end backwards. */
export async function readLog(db: Db, { id, search, levels, cursor, limit }: ReadLog): Promise<LogPage> {
  const where: Prisma.LogLineWhereInput = { runId: id };
  if (search !== '') where.text = { contains: search.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' };
  if (levels.length > 0) where.level = { in: levels };
  if (cursor) where.id = { lt: BigInt(cursor) };
  const rows = await db.logLine.findMany({
    where,
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: { id: true, attempt: true, at: true, level: true, source: true, text: true },
  });
  const lines = rows
    .slice(0, limit)
    .reverse()
    .map((row) => ({ ...row, id: String(row.id) }));
  return { lines, older: rows.length > limit ? (lines[0]?.id ?? null) : null };
}
