import type { JobKind } from '@/domain/jobs';
import type { JobHandler } from './jobHandler';
import { scanDataset } from './scan/scanDataset';
import { importWeightsFile } from './weights/importWeightsFile';

/** Who does the jobs of each kind. */
export const jobHandlers = {
  scan_dataset: scanDataset,
  import_weights: importWeightsFile,
} as const satisfies Record<JobKind, JobHandler>;
