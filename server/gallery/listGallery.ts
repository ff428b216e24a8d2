import type { GalleryCell, GalleryFilter } from '@/domain/galleryFilter';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { baseOf } from './baseOf';
import { type CellRun, cellRun } from './cellRun';
import { type EvaluationHead, findEvaluations } from './findEvaluations';
import { galleryExperiment } from './galleryExperiment';
import { type GalleryItem, galleryItems } from './galleryItems';
import { type GalleryRow, galleryRows } from './galleryRows';

/** Place after which the next page begins. */
export type GalleryCursor = { sortKey: number; videoId: string };

export type GalleryPage = {
  /** Null: not evaluated yet; `run` then says how far it is. */
  evaluation: EvaluationHead | null;
  run: CellRun | null;
  /** False: no Base with the same protocol, hence no differences. */
  comparable: boolean;
  /** Videos of the evaluation, and those that pass the filter. */
  total: number;
  matching: number;
  items: GalleryItem[];
  next: GalleryCursor | null;
};

/**
 * One page of the videos of an evaluation (keyset pagination: a page costs the same wherever it is).
 * @throws AppError not_found where the experiment is gone
 */
export async function listGallery(
  db: Db,
  options: GalleryCell & { filter: GalleryFilter; cursor: GalleryCursor | null; limit: number },
): Promise<GalleryPage> {
  const { filter, cursor, limit, ...cell } = options;
  const experiment = await galleryExperiment(db, cell.experimentId);
  const evaluations = await findEvaluations(db, cell);
  const evaluation = evaluations.get(cell.variant) ?? null;
  if (!evaluation) {
    const run = await cellRun(db, cell);
    return { evaluation: null, run, comparable: false, total: 0, matching: 0, items: [], next: null };
  }
  const base = baseOf(evaluations, evaluation);
  const rows = galleryRows({
    evaluationId: evaluation.id,
    baseId: base?.id ?? null,
    datasetId: experiment.datasetId,
    filter,
  });
  const after = cursor
    ? Prisma.sql`where ("sortKey", "videoId") > (${cursor.sortKey}::float8, ${cursor.videoId})`
    : Prisma.empty;
  const found = await db.$queryRaw<(GalleryRow & { matching: number })[]>`
    with matches as (select r.*, (count(*) over ())::int as matching from (${rows}) r)
    select * from matches ${after} order by "sortKey", "videoId" limit ${limit + 1}`;
  const total = await db.evaluationVideo.count({ where: { evaluationId: evaluation.id } });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    evaluation,
    run: null,
    comparable: base !== null,
    total,
    matching: found[0]?.matching ?? 0,
    items: await galleryItems(db, { rows: page, evaluation, experiment }),
    next: found.length > limit && last ? { sortKey: last.sortKey, videoId: last.videoId } : null,
  };
}
