import type { JobEnd } from '@/server/jobs/finishJob';

/** Job process to supervisor, its last word; `FENCED`: another worker has the job, nothing is to be written. */
export type JobEndMessage = { type: 'ended'; end: JobEnd | { outcome: 'FENCED' } };
