import { z } from 'zod';

const classListSchema = z.array(z.object({ id: z.string(), name: z.string() }));

/** Names of the classes of a dataset row, in class order; none where the row holds no class list. */
export function classNames(classes: unknown): string[] {
  return (classListSchema.safeParse(classes).data ?? []).map(({ name }) => name);
}
