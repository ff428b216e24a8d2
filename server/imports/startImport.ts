import type { z } from 'zod';
import { AppError } from '@/domain/errors';
import { scanDatasetInputSchema } from '@/domain/taskInputs';
import type { Db } from '@/server/db';
import { demoDataset } from '@/server/experiments/demoSpec';
import { createImport } from '@/server/tasks/createImport';

/**
 * Queues the reading of a folder of videos.
 * @returns id of the import
 * @throws AppError conflict for the short name of the bundled data set; ZodError
 */
export async function startImport(db: Db, input: z.input<typeof scanDatasetInputSchema>): Promise<string> {
  const spec = scanDatasetInputSchema.parse(input);
  if (spec.slug === demoDataset) {
    throw new AppError('conflict', `The short name ${demoDataset} belongs to the bundled dataset. Choose another one.`);
  }
  return createImport(db, { kind: 'scan', title: `Import of ${spec.name}`, input: spec });
}
