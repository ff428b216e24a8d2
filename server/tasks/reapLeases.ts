import type { Db } from '@/server/db';
import { endAttempt } from './endAttempt';

type Row = { id: string; number: number; host: string; seconds: number };

/**
 * Ends every attempt whose lease has run out as LOST: its task goes back into the queue, or fails after too many losses. While the
 * database was down nobody could renew, so after its start everyone gets a whole lease first. Tasks that another process is handling
 * at this moment are left to it.
 * @param leaseSeconds length of a lease
 * @returns the attempts that ended
 */
export function reapLeases(
  db: Db,
  { leaseSeconds }: { leaseSeconds: number },
): Promise<{ taskId: string; attempt: number }[]> {
  return db.$transaction(async (tx) => {
    const expired = await tx.$queryRaw<Row[]>`
      select t.id::text, a.number, w.host, extract(epoch from now() - a.heartbeat_at)::float8 as seconds
      from tasks t
      join task_attempts a on a.task_id = t.id and a.number = t.attempt_number
      join workers w on w.id = a.worker_id
      where a.ended_at is null and t.status in ('CLAIMED', 'RUNNING') and a.lease_expires_at < now()
        and pg_postmaster_start_time() < now() - make_interval(secs => ${leaseSeconds}::float8)
      order by t.id
      for update of t skip locked`;
    const ended = expired.map(({ id, number }) => ({ taskId: id, attempt: number }));
    for (const [k, { host, seconds }] of expired.entries()) {
      const message = `No sign of life from the worker on ${host} for ${Math.round(seconds)} s.`;
      const attempt = ended[k];
      if (attempt) await endAttempt(tx, attempt, { outcome: 'LOST', message });
    }
    return ended;
  });
}
