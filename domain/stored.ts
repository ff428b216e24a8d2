import type { z } from 'zod';
import { AppError } from './errors';

/** A JSON column as its schema has it; null where the row is damaged, or another version of the workbench wrote it. */
export function readStored<T>(schema: z.ZodType<T>, value: unknown): T | null {
  return schema.safeParse(value).data ?? null;
}

/**
 * The same for whoever cannot go on without it.
 * @param what the row by its name, as a sentence begins: `The set-up of "Table 2"`
 * @param next what can be done with the row as it is
 * @throws AppError damaged
 */
export function requireStored<T>(
  schema: z.ZodType<T>,
  value: unknown,
  { what, next }: { what: string; next: string },
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('damaged', damagedText({ what, next }), { cause: parsed.error });
}

/** How a damaged row is spoken of everywhere. */
export function damagedText({ what, next }: { what: string; next: string }): string {
  return `${what} cannot be read: the row is damaged, or another version of the workbench wrote it. ${next}`;
}
