import { z } from 'zod';

/** A class of a dataset, in the order of the score vector; `id` is that of the class list, e.g. "c000". */
export const datasetClassSchema = z.object({ id: z.string(), name: z.string() });
export type DatasetClass = z.infer<typeof datasetClassSchema>;
export const datasetClassesSchema = z.array(datasetClassSchema);

/** One labelled interval of a video, in seconds from its start. */
export const actionSchema = z.object({ class: z.int().min(0), start: z.number(), end: z.number() });
export type Action = z.infer<typeof actionSchema>;
export const actionsSchema = z.array(actionSchema);

/**
 * Times of a label that holds for the whole video, or is open at one end. A frame has a label where start < t < end, strictly, so it
 * begins before the first frame; it ends after any video.
 */
export const wholeVideo = { start: -1, end: 1_000_000 } as const;
