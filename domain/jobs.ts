import { z } from 'zod';

/** Work that is no training: a worker does it in a process of its own, one at a time. Input and result are checked by the schemas. */
export const jobKindSchema = z.enum(['scan_dataset', 'import_weights']);
export type JobKind = z.infer<typeof jobKindSchema>;

export const jobStatuses = {
  QUEUED: { label: 'queued', final: false },
  RUNNING: { label: 'running', final: false },
  SUCCEEDED: { label: 'done', final: true },
  FAILED: { label: 'failed', final: true },
  CANCELLED: { label: 'cancelled', final: true },
} as const satisfies Record<string, { label: string; final: boolean }>;
export type JobStatus = keyof typeof jobStatuses;
export const jobStatusSchema = z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']);
