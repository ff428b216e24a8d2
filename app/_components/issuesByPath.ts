import type { z } from 'zod';

/** What a schema finds wrong, as the fields of a form want it: the first message of each path. */
export function issuesByPath(schema: z.ZodType, values: unknown): Record<string, string> {
  const parsed = schema.safeParse(values);
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error?.issues ?? []) errors[path.join('.')] ??= message;
  return errors;
}
