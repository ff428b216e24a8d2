import type { z } from 'zod';
import { jobInputSchemas } from '@/domain/jobInputs';
import type { JobKind } from '@/domain/jobs';
import type { Db } from '@/server/db';

export type NewJob = {
  [Kind in JobKind]: { kind: Kind; title: string; input: z.input<(typeof jobInputSchemas)[Kind]> };
}[JobKind];

/** Queues a job. @returns its id @throws ZodError where the input does not fit the kind */
export async function createJob(db: Db, { kind, title, input }: NewJob): Promise<string> {
  const { id } = await db.job.create({
    data: { kind, title, input: jobInputSchemas[kind].parse(input) },
    select: { id: true },
  });
  return id;
}
