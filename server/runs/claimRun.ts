import { randomUUID } from 'node:crypto';
import type { Db } from '@/server/db';
import type { Lease } from './lease';
import { writeLifecycleLog } from './writeLifecycleLog';

export type ClaimRequest = {
  workerId: string;
  slot: number;
  /** UUID of the GPU of the slot; null on a CPU slot. */
  device: string | null;
  leaseSeconds: number;
};

/** `secondsSinceStart`: age of the run by the database clock, 0 on its first attempt. */
export type ClaimedRun = Lease & { name: string; secondsSinceStart: number };

type Row = { id: string; name: string; attempt_number: number; seconds: number };

/**
 * Takes the first run of the queue for a slot, with a new attempt number and a lease; null where nothing waits, the worker drains or
 * has stopped, or another open attempt holds the GPU. Runs that others are taking at this moment are skipped.
 */
export function claimRun(db: Db, { workerId, slot, device, leaseSeconds }: ClaimRequest): Promise<ClaimedRun | null> {
  return db.$transaction(async (tx) => {
    if (device !== null) {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${device}, 0))`;
    }
    const [row] = await tx.$queryRaw<Row[]>`
      with next as (
        select r.id from runs r join experiments e on e.id = r.experiment_id
        where r.status = 'QUEUED' and r.deleted_at is null and e.deleted_at is null
          and exists (select 1 from workers w where w.id = ${workerId}::uuid and not w.draining and w.stopped_at is null)
          and not exists (select 1 from run_attempts a where a.device = ${device}::text and a.ended_at is null)
        order by r.queue_position, r.created_at, r.id
        limit 1
        for update of r skip locked
      )
      update runs r
      set status = 'CLAIMED', attempt_number = r.attempt_number + 1, phase = 'starting', eta_seconds = null, phase_done = 0,
        phase_total = 0, phase_rate = null, status_code = null, status_message = null, updated_at = now()
      from next where r.id = next.id
      returning r.id, r.name, r.attempt_number, coalesce(extract(epoch from now() - r.started_at), 0)::float8 as seconds`;
    if (!row) return null;
    const lease = { runId: row.id, attempt: row.attempt_number };
    await tx.$executeRaw`
      insert into run_attempts (id, run_id, number, worker_id, slot, device, claimed_at, heartbeat_at, lease_expires_at)
      values (${randomUUID()}::uuid, ${row.id}::uuid, ${row.attempt_number}, ${workerId}::uuid, ${slot}, ${device}, now(), now(),
        now() + make_interval(secs => ${leaseSeconds}::float8))`;
    await writeLifecycleLog(tx, { ...lease, level: 'info', text: `Attempt ${row.attempt_number} begins.` });
    return { ...lease, name: row.name, secondsSinceStart: row.seconds };
  });
}
