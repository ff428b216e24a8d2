import type { MetricPoint } from '@/domain/metrics';
import type { Tx } from '@/server/db';

/**
 * Adds points to the curves of a run and keeps `metric_latest` true, in one statement. A point that is there already stays as it is,
 * so a batch may be sent twice. NaN and infinities are kept; `min` and `max` are of the finite values.
 * The caller holds the row of the run (withLease), so that two batches of one run do not meet.
 */
export async function writeMetrics(tx: Tx, runId: string, points: MetricPoint[]): Promise<void> {
  if (points.length === 0) return;
  await tx.$executeRaw`
    with added as (
      insert into metric_points (run_id, key, split, step, epoch, value)
      select ${runId}::uuid, key, split, step, epoch, value
      from unnest(
        ${points.map(({ key }) => key)}::text[], ${points.map(({ split }) => split)}::text[],
        ${points.map(({ step }) => step)}::int[], ${points.map(({ epoch }) => String(epoch))}::real[],
        ${points.map(({ value }) => String(value))}::float8[]
      ) as p(key, split, step, epoch, value)
      on conflict do nothing
      returning key, split, step, epoch, value
    )
    insert into metric_latest as latest (run_id, key, split, last_step, last_epoch, last, min, max, points, updated_at)
    select ${runId}::uuid, key, split, max(step), (array_agg(epoch order by step desc))[1], (array_agg(value order by step desc))[1],
      min(value) filter (where abs(value) < 'Infinity'), max(value) filter (where abs(value) < 'Infinity'), count(*), now()
    from added group by key, split
    on conflict (run_id, key, split) do update set
      last_step = greatest(latest.last_step, excluded.last_step),
      last_epoch = case when excluded.last_step > latest.last_step then excluded.last_epoch else latest.last_epoch end,
      last = case when excluded.last_step > latest.last_step then excluded.last else latest.last end,
      min = least(latest.min, excluded.min), max = greatest(latest.max, excluded.max),
      points = latest.points + excluded.points, updated_at = excluded.updated_at`;
}
