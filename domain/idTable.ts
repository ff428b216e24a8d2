import { z } from 'zod';

type Ids<Table> = [keyof Table & string, ...(keyof Table & string)[]];

/**
 * One list makes three things: the table of what is known of every id, the ids in its order, and the schema of an id. An id is so
 * written once; whoever maps ids to something else says `satisfies Record<Id, ...>`, and the compiler names what is missing.
 */
export function idTable<const Table extends Record<string, unknown>>(
  table: Table,
): { table: Table; ids: Ids<Table>; schema: z.ZodEnum<{ [Id in keyof Table & string]: Id }> } {
  const ids = Object.keys(table) as Ids<Table>;
  return { table, ids, schema: z.enum(ids) as z.ZodEnum<{ [Id in keyof Table & string]: Id }> };
}
