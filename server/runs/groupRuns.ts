import { z } from 'zod';
import { flattenConfig } from '@/domain/flattenConfig';
import { runGroupKeySchema } from '@/domain/runTable';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { runFigures } from './runFigures';
import { runCondition, runFilterSchema } from './runFilter';

/** Grouped by `variant`, the mAP is that of evaluations; otherwise that of runs (see runFigures). */
export const groupRunsSchema = runFilterSchema.extend({ by: z.array(runGroupKeySchema).min(1).max(3) });
export type GroupRuns = z.infer<typeof groupRunsSchema>;

/** Sample of a figure in a group: std with n - 1, null below two values. */
export type GroupFigure = { n: number; mean: number | null; std: number | null };
export type RunGroup = {
  /** One value a key, as text; null where the config holds none. */
  values: (string | null)[];
  runs: number;
  finished: number;
  map: GroupFigure;
  loss: GroupFigure;
  durationSeconds: GroupFigure;
};

type Row = { values: unknown[]; runs: number; finished: number } & Record<
  `${'map' | 'loss' | 'duration'}_${'mean' | 'std'}`,
  number | null
> &
  Record<`${'map' | 'loss' | 'duration'}_n`, number>;

const mostGroups = 500;

/** Mean and spread of the runs of a filter, grouped by up to three keys; the group with the best mean mAP first, at most 500. */
export async function groupRuns(db: Db, { by, ...filter }: GroupRuns): Promise<RunGroup[]> {
  const byVariant = by.includes('variant');
  const keys = Prisma.join(by.map((key) => keyColumn(key)));
  const rows = await db.$queryRaw<Row[]>`
    with picked as materialized (
      select jsonb_build_array(${keys}) as values, t.status,
        ${byVariant ? Prisma.sql`nullif(v.map, 'NaN')` : runFigures.map} as map,
        ${runFigures.loss} as loss,
        case when t.status = 'SUCCEEDED' then ${runFigures.duration} end as duration
      from runs r join tasks t on t.id = r.id join experiments x on x.id = r.experiment_id
      ${byVariant ? Prisma.sql`join evaluations v on v.run_id = r.id` : Prisma.empty}
      where ${runCondition(filter)}
    )
    select values, count(*)::int as runs, count(*) filter (where status = 'SUCCEEDED')::int as finished,
      avg(map) as map_mean, stddev_samp(map) as map_std, count(map)::int as map_n,
      avg(loss) as loss_mean, stddev_samp(loss) as loss_std, count(loss)::int as loss_n,
      avg(duration) as duration_mean, stddev_samp(duration) as duration_std, count(duration)::int as duration_n
    from picked group by values order by map_mean desc nulls last, values limit ${mostGroups}`;
  return rows.map((row) => ({
    values: row.values.map(asText),
    runs: row.runs,
    finished: row.finished,
    map: { n: row.map_n, mean: row.map_mean, std: row.map_std },
    loss: { n: row.loss_n, mean: row.loss_mean, std: row.loss_std },
    durationSeconds: { n: row.duration_n, mean: row.duration_mean, std: row.duration_std },
  }));
}

function keyColumn(key: string): Prisma.Sql {
  if (key === 'experiment') return Prisma.sql`x.name`;
  if (key === 'variant') return Prisma.sql`v.variant`;
  return Prisma.sql`r.config #> ${key.split('.')}::text[]`;
}

function asText(value: unknown): string | null {
  const entry = flattenConfig({ value })[0];
  return entry === undefined || entry.value === null ? null : String(entry.value);
}
