import type { Db } from '@/server/db';
import type { Lease } from './lease';

/** What the holder of a lease must do: go on, stop without a result, checkpoint and stop, or drop everything. */
export type LeaseAnswer = 'go_on' | 'cancel' | 'preempt' | 'fenced';

type Row = { runId: string; cancel: boolean; deleted: boolean };

/**
 * Prolongs leases, all in one statement, and says for each (in order) what its holder must do. A run that was deleted, or whose
 * experiment was, is pre-empted: undoing the deletion lets it go on.
 */
export async function renewLeases(
  db: Db,
  { leases, leaseSeconds }: { leases: Lease[]; leaseSeconds: number },
): Promise<LeaseAnswer[]> {
  if (leases.length === 0) return [];
  const rows = await db.$queryRaw<Row[]>`
    update run_attempts a
    set heartbeat_at = now(), lease_expires_at = now() + make_interval(secs => ${leaseSeconds}::float8)
    from runs r, experiments e,
      unnest(${leases.map(({ runId }) => runId)}::uuid[], ${leases.map(({ attempt }) => attempt)}::int[]) as held(run_id, number)
    where a.run_id = held.run_id and a.number = held.number and a.ended_at is null
      and r.id = a.run_id and r.attempt_number = a.number and r.status in ('CLAIMED', 'RUNNING') and e.id = r.experiment_id
    returning a.run_id::text as "runId", r.cancel_requested_at is not null as cancel,
      (r.deleted_at is not null or e.deleted_at is not null) as deleted`;
  return leases.map(({ runId }) => answer(rows.find((row) => row.runId === runId)));
}

/** The same question without prolonging anything: cheap enough to be asked twice a second. */
export async function readLeaseAnswers(db: Db, leases: Lease[]): Promise<LeaseAnswer[]> {
  if (leases.length === 0) return [];
  const runs = await db.run.findMany({
    where: { id: { in: leases.map(({ runId }) => runId) }, status: { in: ['CLAIMED', 'RUNNING'] } },
    select: {
      id: true,
      attemptNumber: true,
      cancelRequestedAt: true,
      deletedAt: true,
      experiment: { select: { deletedAt: true } },
    },
  });
  return leases.map(({ runId, attempt }) => {
    const run = runs.find(({ id, attemptNumber }) => id === runId && attemptNumber === attempt);
    if (!run) return 'fenced';
    const deleted = run.deletedAt !== null || run.experiment.deletedAt !== null;
    return answer({ runId, cancel: run.cancelRequestedAt !== null, deleted });
  });
}

function answer(row: Row | undefined): LeaseAnswer {
  if (!row) return 'fenced';
  if (row.cancel) return 'cancel';
  return row.deleted ? 'preempt' : 'go_on';
}
