import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { JobLease } from '@/server/jobs/jobLease';

const optionsSchema = z.object({ job: z.uuid(), attempt: z.coerce.number().int().positive() });

/** The arguments of the job process. */
export function parseJobOptions(args: string[]): JobLease {
  const text = { type: 'string' } as const;
  const { job, attempt } = optionsSchema.parse(parseArgs({ args, options: { job: text, attempt: text } }).values);
  return { jobId: job, attempt };
}

/** The same as an array, for whoever starts the process. */
export function jobArguments({ jobId, attempt }: JobLease): string[] {
  return ['--job', jobId, '--attempt', String(attempt)];
}
