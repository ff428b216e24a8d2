import { z } from 'zod';

/** A part of a list. `next`: the cursor of the part behind it, null at the end of the list. */
export type Page<Item, Cursor> = { items: Item[]; next: Cursor | null };
/** `total`: items of the whole list, as far as its filter lets them pass. */
export type CountedPage<Item, Cursor> = Page<Item, Cursor> & { total: number };

/** What every list takes: a cursor of its own (none: from the beginning) and how many items. */
export function pageInput<Cursor extends z.ZodType>(
  cursor: Cursor,
  { limit, most }: { limit: number; most: number },
): { cursor: z.ZodOptional<z.ZodNullable<Cursor>>; limit: z.ZodDefault<z.ZodInt> } {
  return { cursor: cursor.nullish(), limit: z.int().min(1).max(most).default(limit) };
}

/** @param rows one more than `limit` where there are more @param cursorOf what asks for the rows behind this one */
export function cutPage<Row, Cursor>(
  rows: readonly Row[],
  { limit, cursorOf }: { limit: number; cursorOf: (last: Row) => Cursor },
): Page<Row, Cursor> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** For useInfiniteQuery: the parameter of the part behind a part. */
export const nextPage = { getNextPageParam: <Cursor>({ next }: { next: Cursor | null }) => next };
