import { z } from 'zod';
import { datasetSplitSchema } from './datasetSplits';

/** How a number came about; shown beside every score. */
export const protocolSchema = z.object({
  split: datasetSplitSchema,
  clips: z.int().min(1).max(100),
  spatialCrop: z.literal('center'),
  pooling: z.enum(['max', 'mean']),
});
export type Protocol = z.infer<typeof protocolSchema>;

/** Section 5.2 of the paper: 10 clips a video, centre crop, maximum over the clips. */
export const paperProtocol: Protocol = { split: 'test', clips: 10, spatialCrop: 'center', pooling: 'max' };

export const microProtocol: Protocol = { split: 'test', clips: 3, spatialCrop: 'center', pooling: 'max' };
