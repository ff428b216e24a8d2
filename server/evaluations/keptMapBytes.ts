import type { Db } from '@/server/db';

/** Bytes of the maps of a run's recorded evaluations; what was made on demand does not count. */
export async function keptMapBytes(db: Db, runId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ bytes: number }[]>`
    select coalesce(sum(a.size), 0)::float8 as bytes
    from evaluations e join artifacts a on a.id = e.maps_artifact_id
    where e.run_id = ${runId}::uuid`;
  return row?.bytes ?? 0;
}
