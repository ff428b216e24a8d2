import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

export type ChangeKind = 'experiment' | 'run' | 'metrics' | 'logs' | 'worker' | 'import';

/** A row that was written; `version` changes with every write of it. `runId`s stand for metrics and logs. */
export type Change = { kind: ChangeKind; id: string; version: string };

/**
 * Rows written after `since` by the clock of the database, and that clock now. One statement over indexed columns.
 * A transaction stamps its rows before it commits: ask again for the last seconds and compare versions to miss none.
 */
export async function changesSince(db: Db, since: Date): Promise<{ now: Date; changes: Change[] }> {
  const rows = await db.$queryRaw<{ kind: ChangeKind | null; id: string | null; version: string | null; now: Date }[]>(
    Prisma.sql`
      with changed as (
        select 'experiment' as kind, id::text, updated_at as at from experiments where updated_at > ${since}
        union all
        select 'run', id::text, updated_at from runs where updated_at > ${since}
        union all
        select 'metrics', run_id::text, max(updated_at) from metric_latest where updated_at > ${since} group by run_id
        union all
        select 'logs', run_id::text, max(at) from log_lines where at > ${since} and run_id is not null group by run_id
        union all
        select case when r.id is null then 'import' else 'run' end, coalesce(r.id, t.id)::text, max(t.updated_at)
          from tasks t left join runs r on r.id = t.run_id where t.updated_at > ${since} group by r.id, coalesce(r.id, t.id)
        union all
        select 'worker', id::text, greatest(heartbeat_at, started_at, stopped_at) from workers
          where greatest(heartbeat_at, started_at, stopped_at) > ${since}
      )
      select changed.kind, changed.id, changed.at::text as version, clock.now
      from (select clock_timestamp() as now) clock left join changed on true`,
  );
  const changes = rows.flatMap(({ kind, id, version }) => (kind && id && version ? [{ kind, id, version }] : []));
  return { now: rows[0]?.now ?? new Date(), changes };
}
