import type { Db, Tx } from '@/server/db';

/** Experiments on a data set that are not deleted, and their runs that wait or are at work. */
export async function datasetUse(db: Db | Tx, slug: string): Promise<{ experiments: number; openRuns: number }> {
  const [row] = await db.$queryRaw<{ experiments: number; openRuns: number }[]>`
    select count(distinct e.id)::int as experiments,
      (count(*) filter (where t.status in ('BLOCKED', 'QUEUED', 'CLAIMED', 'RUNNING') and r.deleted_at is null))::int as "openRuns"
    from experiments e left join runs r on r.experiment_id = e.id left join tasks t on t.run_id = r.id
    where e.deleted_at is null and e.spec->>'dataset' = ${slug}`;
  return row ?? { experiments: 0, openRuns: 0 };
}
