import type { JobKind } from '@/domain/jobs';
import type { JobHandler } from './jobHandler';
import { scanDataset } from './scan/scanDataset';

/** Who does the jobs of each kind. */
export const jobHandlers: Partial<Record<JobKind, JobHandler>> = {
  scan_dataset: scanDataset,
};
