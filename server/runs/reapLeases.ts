import type { Db } from '@/server/db';
import { endAttempt } from './endAttempt';
import type { Lease } from './lease';

type Row = { id: string; number: number; host: string; seconds: number };

/**
 * Ends every attempt whose lease has run out as LOST: its run goes back into the queue, or fails after too many losses. While the
 * database was down nobody could renew, so after its start everyone gets a whole lease first. Runs that another process is handling
 * at this moment are left to it.
 * @param leaseSeconds length of a lease
 * @returns the leases that ended
 */
export function reapLeases(db: Db, { leaseSeconds }: { leaseSeconds: number }): Promise<Lease[]> {
  return db.$transaction(async (tx) => {
    const expired = await tx.$queryRaw<Row[]>`
      select r.id::text, a.number, w.host, extract(epoch from now() - a.heartbeat_at)::float8 as seconds
      from runs r
      join run_attempts a on a.run_id = r.id and a.number = r.attempt_number
      join workers w on w.id = a.worker_id
      where a.ended_at is null and r.status in ('CLAIMED', 'RUNNING') and a.lease_expires_at < now()
        and pg_postmaster_start_time() < now() - make_interval(secs => ${leaseSeconds}::float8)
      order by r.id
      for update of r skip locked`;
    const leases: Lease[] = [];
    for (const { id, number, host, seconds } of expired) {
      const lease = { runId: id, attempt: number };
      const message = `No sign of life from the worker on ${host} for ${Math.round(seconds)} s.`;
      await endAttempt(tx, lease, { outcome: 'LOST', message });
      leases.push(lease);
    }
    return leases;
  });
}
