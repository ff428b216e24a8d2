import type { TaskKind } from '@/domain/tasks';
import type { TaskHandler } from './taskHandler';

const run = async () => (await import('./performRun')).performRun;

/** Who does the tasks of each kind. Loaded when one is there: reading videos takes no engine. */
export const taskHandlers = {
  train: run,
  evaluate: run,
  pictures: run,
  restore: run,
  scan: async () => {
    const { scanDataset } = await import('@/workers/jobs/scan/scanDataset');
    return (await import('./performImport')).performImport(scanDataset);
  },
  import_weights: async () => {
    const { importWeightsFile } = await import('@/workers/jobs/weights/importWeightsFile');
    return (await import('./performImport')).performImport(importWeightsFile);
  },
} as const satisfies Record<TaskKind, () => Promise<TaskHandler>>;
