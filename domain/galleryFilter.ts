import { z } from 'zod';
import { fusionSchema } from './fusions';
import { variantIdSchema } from './variants';
import { wholeNumberSchema } from './wholeNumber';

/**
 * Which evaluation the gallery shows: a cell of Table 2 and a seed. Base is one training, so its fusion is of no account.
 */
export const galleryCellSchema = z.object({
  experimentId: z.uuid(),
  variant: variantIdSchema,
  fusion: fusionSchema,
  seed: wholeNumberSchema,
});
export type GalleryCell = z.infer<typeof galleryCellSchema>;

/** right: the class with the highest score is a true label. Videos without labels are neither right nor wrong. */
export const rightSchema = z.enum(['right', 'wrong']);

/** hit: the box holds an active object in at least half of the frames, mean over the clips that have one. */
export const hitSchema = z.enum(['hit', 'miss']);

/** none: a clip of the video has no saliency, its box is the centre one. */
export const saliencySchema = z.enum(['found', 'none']);

/** gain, loss: mean over the true classes of score minus Base's, largest first or smallest first; id: alphabetical. */
export const gallerySortSchema = z.enum(['gain', 'loss', 'id']);

/** Which videos are shown, and in which order. */
export const galleryFilterSchema = z.object({
  class: wholeNumberSchema.nullable().default(null),
  right: rightSchema.nullable().default(null),
  hit: hitSchema.nullable().default(null),
  saliency: saliencySchema.nullable().default(null),
  sort: gallerySortSchema.default('gain'),
});
export type GalleryFilter = z.infer<typeof galleryFilterSchema>;
