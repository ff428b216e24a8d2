import { z } from 'zod';
import { runStatusSchema } from '@/domain/runStatus';
import { typedText } from '@/domain/text/textSchemas';
import { Prisma } from '@/prisma/generated/client';

/** Which runs a table shows. Empty text and empty lists mean: all. Deleted runs and runs of deleted experiments never. */
export const runFilterSchema = z.object({
  /** Part of the name of the run or of its experiment, any case. */
  text: typedText({ what: 'The search', max: 200 }).default(''),
  statuses: z.array(runStatusSchema).max(7).default([]),
  experimentId: z.uuid().nullable().default(null),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

/** Condition over `runs r join tasks t join experiments x`. */
export function runCondition({ text, statuses, experimentId }: RunFilter): Prisma.Sql {
  const conditions = [Prisma.sql`r.deleted_at is null and x.deleted_at is null`];
  if (experimentId !== null) conditions.push(Prisma.sql`r.experiment_id = ${experimentId}::uuid`);
  if (statuses.length > 0) conditions.push(Prisma.sql`t.status::text in (${Prisma.join(statuses)})`);
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(Prisma.sql`(r.name ilike ${pattern} or x.name ilike ${pattern})`);
  }
  return Prisma.join(conditions, ' and ');
}
