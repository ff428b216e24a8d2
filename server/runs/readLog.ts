import { z } from 'zod';
import { logLevelSchema } from '@/domain/logLevels';
import { cutPage, type Page, pageInput } from '@/domain/page';
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
  /** The cursor asks for lines older than that one; without it, the newest come. */
  ...pageInput(cursorSchema, { limit: 300, most: 1000 }),
});
export type ReadLog = z.infer<typeof readLogSchema>;

export type LogItem = { id: string; attempt: number; at: Date; level: string; source: string; text: string };
/** Lines in the order in which they were written; `next` is the cursor of the lines before them. */
export type LogPage = Page<LogItem, string>;

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
  const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => String(id) });
  return { items: items.reverse().map((row) => ({ ...row, id: String(row.id) })), next };
}
