import { z } from 'zod';
import { AppError } from '@/domain/errors';
import { experimentNameSchema, experimentNotesSchema } from '@/domain/experimentSpec';
import type { Db } from '@/server/db';

/** What may change after the launch: how it is called and what is noted about it. */
export const updateExperimentSchema = z.object({
  id: z.uuid(),
  name: experimentNameSchema.optional(),
  notes: experimentNotesSchema.optional(),
});

/**
 * Rename an experiment or write its notes.
 * @throws AppError not_found
 */
export async function updateExperiment(db: Db, { id, ...data }: z.infer<typeof updateExperimentSchema>): Promise<void> {
  const { count } = await db.experiment.updateMany({ where: { id }, data });
  if (count === 0) throw new AppError('not_found', 'This experiment does not exist. Reload the page.');
}
