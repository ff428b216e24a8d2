import type { Db } from '@/server/db';

const silentLeases = 4;

/** Marks workers as stopped that have not been heard of for several leases; one that comes back says so with its next heartbeat. */
export async function retireSilentWorkers(db: Db, { leaseSeconds }: { leaseSeconds: number }): Promise<void> {
  await db.$executeRaw`
    update workers set stopped_at = heartbeat_at
    where stopped_at is null and heartbeat_at < now() - make_interval(secs => ${silentLeases * leaseSeconds}::float8)`;
}
