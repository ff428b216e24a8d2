'use client';

import { useQueryStates } from 'nuqs';
import type { Outputs } from '@/app/_trpc/outputs';
import type { GalleryFilter } from '@/domain/galleryFilter';
import { secondViews } from '@/domain/secondViews';
import { type VariantId, variantOf } from '@/domain/variants';
import { choiceOf, filterOf, type GalleryChoice, galleryParams, galleryQuery } from './galleryParams';

const hasBox = (variant: VariantId) => secondViews[variantOf(variant).secondView].needsBox;

export type GalleryAxes = Outputs['gallery']['axes'];

/** Cell and filter of the gallery, kept in the URL; what was not chosen is the default of the experiment. */
export function useGalleryState(axes: GalleryAxes) {
  const [params, setParams] = useQueryStates(galleryParams);
  return {
    choice: choiceOf(params, axes),
    filter: filterOf(params, axes),
    // A row without boxes has neither hits nor misses to filter by, one without maps no saliency.
    choose: (changes: Partial<GalleryChoice>) =>
      setParams({
        ...changes,
        ...(changes.variant && !hasBox(changes.variant) ? { hit: null } : {}),
        ...(changes.variant && variantOf(changes.variant).evaluationObjective === null ? { saliency: null } : {}),
      }),
    narrow: (changes: Partial<GalleryFilter>) => setParams(changes),
    clearFilter: () => setParams({ class: null, right: null, hit: null, saliency: null }),
    /** Query string of the present state, for links that keep it. */
    query: galleryQuery(params),
  };
}
