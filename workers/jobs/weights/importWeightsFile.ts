import { requireStored } from '@/domain/stored';
import { importWeightsInputSchema } from '@/domain/taskInputs';
import { retryTransient } from '@/server/retryTransient';
import { saveWeights } from '@/server/weights/saveWeights';
import type { ImportHandler } from '@/workers/jobs/importHandler';
import { importWeights } from '@/workers/ml/weights/importWeights';

/** Reads a file of weights from elsewhere and stores what fits the backbone. The report is the result; it is kept of a refusal too. */
export const importWeightsFile: ImportHandler = async ({
  db,
  lease,
  input,
  progress,
  signal,
  paths,
  whenThereIsRoom,
}) => {
  const { path, name, backbone, classes, network } = requireStored(importWeightsInputSchema, input, {
    what: 'What this import was asked for',
    next: 'Discard it and import the file again.',
  });
  const { bytes, report } = await importWeights({
    ...{ path, backbone, classes, network, signal },
    onProgress: (done, total) => progress({ done, total, ready: 0 }),
  });
  const weights = { name, sourcePath: path, bytes, report };
  await whenThereIsRoom(() => retryTransient(() => saveWeights(db, lease, { root: paths.artifactsRoot, weights })));
  return report;
};
