import { createSerializer, type inferParserType, parseAsStringLiteral } from 'nuqs/server';
import { parseAsWholeNumber } from '@/app/_components/urlValues';
import { fusionIds } from '@/domain/fusions';
import {
  type GalleryCell,
  type GalleryFilter,
  gallerySortSchema,
  hitSchema,
  rightSchema,
  saliencySchema,
} from '@/domain/galleryFilter';
import { variantIds } from '@/domain/variants';

/** The state of the gallery as it stands in the URL; null = not chosen. */
export const galleryParams = {
  variant: parseAsStringLiteral(variantIds),
  fusion: parseAsStringLiteral(fusionIds),
  seed: parseAsWholeNumber,
  class: parseAsWholeNumber,
  right: parseAsStringLiteral(rightSchema.options),
  hit: parseAsStringLiteral(hitSchema.options),
  saliency: parseAsStringLiteral(saliencySchema.options),
  sort: parseAsStringLiteral(gallerySortSchema.options),
};

/** A query string with the state of the gallery, `?` included. */
export const galleryQuery = createSerializer(galleryParams);

export type GalleryParams = inferParserType<typeof galleryParams>;
/** What can be chosen. */
type GalleryAxes = { defaults: GalleryChoice; seeds: number[]; classes: unknown[] };
export type GalleryChoice = Pick<GalleryCell, 'variant' | 'fusion' | 'seed'>;

/** The cell that the URL names; what it leaves out, or says wrongly, is the default of the experiment. */
export function choiceOf({ variant, fusion, seed }: GalleryParams, { defaults, seeds }: GalleryAxes): GalleryChoice {
  return {
    variant: variant ?? defaults.variant,
    fusion: fusion ?? defaults.fusion,
    seed: seed !== null && seeds.includes(seed) ? seed : defaults.seed,
  };
}

/** The part of the URL that filters and sorts. */
export function filterOf(
  { class: cls, right, hit, saliency, sort }: GalleryParams,
  { classes }: GalleryAxes,
): GalleryFilter {
  return { class: cls !== null && cls < classes.length ? cls : null, right, hit, saliency, sort: sort ?? 'gain' };
}
