'use client';

import { useQueryStates } from 'nuqs';
import type { Outputs } from '@/app/_trpc/outputs';
import type { GalleryFilter } from '@/domain/galleryFilter';
import { choiceOf, filterOf, type GalleryChoice, galleryParams, galleryQuery } from './galleryParams';

export type GalleryAxes = Outputs['gallery']['axes'];

/** Cell and filter of the gallery, kept in the URL; what was not chosen is the default of the experiment. */
export function useGalleryState(axes: GalleryAxes) {
  const [params, setParams] = useQueryStates(galleryParams);
  return {
    choice: choiceOf(params, axes.defaults),
    filter: filterOf(params),
    choose: (changes: Partial<GalleryChoice>) => setParams(changes),
    narrow: (changes: Partial<GalleryFilter>) => setParams(changes),
    clearFilter: () => setParams({ class: null, right: null, hit: null }),
    /** Query string of the present state, for links that keep it. */
    query: galleryQuery(params),
  };
}
