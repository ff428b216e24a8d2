import type { z } from 'zod';
import { AppError } from '@/domain/errors';
import { scanDatasetInputSchema } from '@/domain/jobInputs';
import type { Db } from '@/server/db';
import { demoDataset } from '@/server/experiments/demoSpec';
import { createJob } from '@/server/jobs/createJob';

/**
 * Queues the reading of a folder of videos.
 * @returns id of the job
 * @throws AppError conflict for the short name of the bundled data set; ZodError
 */
export async function startImport(db: Db, input: z.input<typeof scanDatasetInputSchema>): Promise<string> {
  const spec = scanDatasetInputSchema.parse(input);
  if (spec.slug === demoDataset) {
    throw new AppError('conflict', `The short name ${demoDataset} belongs to the bundled dataset. Choose another one.`);
  }
  return createJob(db, { kind: 'scan_dataset', title: `Import of ${spec.name}`, input: spec });
}
