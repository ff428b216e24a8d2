import type { Tx } from '@/server/db';

/** What was taken away: rows of all tables, files, and the bytes of those files. */
export type Freed = { rows: number; files: number; bytes: number };

export const nothing: Freed = { rows: 0, files: 0, bytes: 0 };

export function sumOf(parts: Freed[]): Freed {
  return parts.reduce(
    (sum, { rows, files, bytes }) => ({
      rows: sum.rows + rows,
      files: sum.files + files,
      bytes: sum.bytes + bytes,
    }),
    nothing,
  );
}

/** Rows of all tables that this transaction has deleted so far, with those that went because a row above them went. */
export async function deletedRows(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ rows: number }[]>`
    select coalesce(sum(n_tup_del), 0)::int as rows from pg_stat_xact_user_tables`;
  return row?.rows ?? 0;
}
