import { Prisma } from '@/prisma/generated/client';

/**
 * Figures of a run as SQL over `runs r`. mAP: mean over the evaluations that read no ground truth, or over the oracle ones where
 * there are no others; NaN (no class has a positive) counts as unknown. Loss: the last one, unknown where it diverged.
 */
export const runFigures = {
  map: Prisma.sql`(select coalesce(avg(nullif(e.map, 'NaN')) filter (where not e.oracle), avg(nullif(e.map, 'NaN')))
    from evaluations e where e.run_id = r.id)`,
  loss: Prisma.sql`(select case when m.last = any('{NaN,Infinity,-Infinity}'::float8[]) then null else m.last end
    from metric_latest m where m.run_id = r.id and m.key = 'loss' and m.split = 'train')`,
  /** Seconds from the first start to the end, pauses in between included, by the clock of the database. */
  duration: Prisma.sql`(extract(epoch from coalesce(r.finished_at, now()) - r.started_at)::float8)`,
} as const;
