import type { GalleryFilter } from '@/domain/galleryFilter';
import { Prisma } from '@/prisma/generated/client';
import type { EvaluationContext } from './evaluationContext';

/** A video of the gallery as the database sees it: sortable, filterable, without boxes and frames. */
export type GalleryRow = {
  videoId: string;
  position: number;
  /** Mean probability over the true classes; null without labels. */
  trueScore: number | null;
  /** trueScore minus that of Base; null without labels or without Base. */
  delta: number | null;
  topClass: number | null;
  right: boolean | null;
  /** Share of frames whose box holds an active object, mean over the clips that have one and saliency; null where unknown. */
  hitRate: number | null;
  sortKey: number;
};

/**
 * SQL of all rows of one evaluation that pass the filter: the one place that defines right, hit and difference.
 * Columns are those of GalleryRow; `sortKey` ascends, with the video id as tie-break.
 */
export function galleryRows(context: EvaluationContext, filter: GalleryFilter): Prisma.Sql {
  const { id, baseId, experiment } = context;
  const conditions = [
    filter.class === null ? null : Prisma.sql`${filter.class} = any(scored.classes)`,
    filter.right === null ? null : Prisma.sql`scored."right" = ${filter.right === 'right'}`,
    filter.saliency === null
      ? null
      : Prisma.sql`(cardinality(scored."noSaliency") = 0) = ${filter.saliency === 'found'}`,
    filter.hit === null ? null : Prisma.sql`(scored."hitRate" >= 0.5) = ${filter.hit === 'hit'}`,
  ].filter((condition) => condition !== null);
  const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`where ${Prisma.join(conditions, ' and ')}`;
  return Prisma.sql`
    select scored."videoId", scored."position", scored."trueScore", scored."delta", scored."topClass", scored."right",
           scored."hitRate", ${sortKeys[filter.sort]} as "sortKey"
    from (
      select ev.video_id as "videoId", ev.position, dv.classes, means."trueScore", means."delta", top.class as "topClass",
             case when cardinality(dv.classes) > 0 then top.class = any(dv.classes) end as "right",
             ev.no_saliency as "noSaliency",
             (select avg(hit::float8) from unnest(ev.hits) with ordinality as box(hit, place)
              where hit >= 0 and place - 1 <> all(ev.no_saliency)) as "hitRate"
      from evaluation_videos ev
      join dataset_videos dv on dv.dataset_id = ${experiment.datasetId}::uuid and dv.video_id = ev.video_id
      left join evaluation_videos base on base.evaluation_id = ${baseId}::uuid and base.video_id = ev.video_id
      cross join lateral (
        select nullif(avg(ev.scores[c + 1]::float8), 'NaN') as "trueScore",
               nullif(avg(ev.scores[c + 1]::float8 - base.scores[c + 1]::float8), 'NaN') as "delta"
        from unnest(dv.classes) c
      ) means
      left join lateral (
        select (place - 1)::int as class
        from unnest(ev.scores) with ordinality as score(value, place)
        where value <> 'NaN'
        order by value desc, place
        limit 1
      ) top on true
      where ev.evaluation_id = ${id}::uuid
    ) scored
    ${where}`;
}

/** Differences lie in [-1, 1]; rows without one come last. */
const sortKeys: Record<GalleryFilter['sort'], Prisma.Sql> = {
  gain: Prisma.sql`coalesce(-scored."delta", 2)`,
  loss: Prisma.sql`coalesce(scored."delta", 2)`,
  id: Prisma.sql`0::float8`,
};
