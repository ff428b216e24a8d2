import type { Db } from '@/server/db';
import { endJob } from './finishJob';

type Row = { id: string; host: string | null };

/**
 * Puts jobs back into the queue whose lease has run out. While the database was down nobody could renew, so after its start everyone
 * gets a whole lease first.
 * @param leaseSeconds length of a lease
 * @returns ids of the jobs
 */
export function reapJobs(db: Db, { leaseSeconds }: { leaseSeconds: number }): Promise<string[]> {
  return db.$transaction(async (tx) => {
    const expired = await tx.$queryRaw<Row[]>`
      select j.id::text, w.host from jobs j left join workers w on w.id = j.worker_id
      where j.status = 'RUNNING' and j.lease_expires_at < now()
        and pg_postmaster_start_time() < now() - make_interval(secs => ${leaseSeconds}::float8)
      order by j.id
      for update of j skip locked`;
    for (const { id, host } of expired) {
      const message = `No sign of life from the worker${host === null ? '' : ` on ${host}`}.`;
      await endJob(tx, id, { outcome: 'LOST', message });
    }
    return expired.map(({ id }) => id);
  });
}
