import type { Db } from '@/server/db';

/** A worker that was not heard of for so long is not counted on. */
const silentSeconds = 60;

/** Slots of all workers that are there and take new runs. */
export async function countSlots(db: Db): Promise<number> {
  const rows = await db.$queryRaw<{ slots: number }[]>`
    select coalesce(sum(slots), 0)::int as slots from workers
    where stopped_at is null and not draining and heartbeat_at > now() - make_interval(secs => ${silentSeconds}::float8)`;
  return rows[0]?.slots ?? 0;
}
