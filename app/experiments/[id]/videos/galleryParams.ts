import { createSerializer, type inferParserType, parseAsInteger, parseAsStringLiteral } from 'nuqs/server';
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
  seed: parseAsInteger,
  class: parseAsInteger,
  right: parseAsStringLiteral(rightSchema.options),
  hit: parseAsStringLiteral(hitSchema.options),
  saliency: parseAsStringLiteral(saliencySchema.options),
  sort: parseAsStringLiteral(gallerySortSchema.options),
};

/** A query string with the state of the gallery, `?` included. */
export const galleryQuery = createSerializer(galleryParams);

export type GalleryParams = inferParserType<typeof galleryParams>;
export type GalleryChoice = Pick<GalleryCell, 'variant' | 'fusion' | 'seed'>;

/** The cell that the URL names; what it leaves out, or says wrongly, is the default of the experiment. */
export function choiceOf({ variant, fusion, seed }: GalleryParams, defaults: GalleryChoice): GalleryChoice {
  return {
    variant: variant ?? defaults.variant,
    fusion: fusion ?? defaults.fusion,
    seed: seed !== null && seed >= 0 ? seed : defaults.seed,
  };
}

/** The part of the URL that filters and sorts. */
export function filterOf({ class: cls, right, hit, saliency, sort }: GalleryParams): GalleryFilter {
  return { class: cls !== null && cls >= 0 ? cls : null, right, hit, saliency, sort: sort ?? 'gain' };
}
