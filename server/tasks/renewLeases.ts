import type { Db } from '@/server/db';
import type { Lease } from './lease';

/** What the holder of a lease must do: go on, stop without a result, make room (and go on later), or drop everything. */
export type LeaseAnswer = 'go_on' | 'cancel' | 'preempt' | 'fenced';

type Row = { taskId: string; cancel: boolean; deleted: boolean };

/**
 * Prolongs leases, all in one statement, and says for each (in order) what its holder must do. Work on a run that was deleted, or whose
 * experiment was, is pre-empted: undoing the deletion lets it go on.
 */
export async function renewLeases(
  db: Db,
  { leases, leaseSeconds }: { leases: Lease[]; leaseSeconds: number },
): Promise<LeaseAnswer[]> {
  if (leases.length === 0) return [];
  const rows = await db.$queryRaw<Row[]>`
    update task_attempts a
    set heartbeat_at = now(), lease_expires_at = now() + make_interval(secs => ${leaseSeconds}::float8)
    from tasks t
      join unnest(${leases.map(({ taskId }) => taskId)}::uuid[], ${leases.map(({ attempt }) => attempt)}::int[])
        as held(task_id, number) on held.task_id = t.id and held.number = t.attempt_number
      left join runs r on r.id = t.run_id
      left join experiments e on e.id = r.experiment_id
    where a.task_id = t.id and a.number = t.attempt_number and a.ended_at is null and t.status in ('CLAIMED', 'RUNNING')
    returning t.id::text as "taskId", t.cancel_requested_at is not null as cancel,
      (r.deleted_at is not null or e.deleted_at is not null) as deleted`;
  return leases.map(({ taskId }) => answer(rows.find((row) => row.taskId === taskId)));
}

/** The same question without prolonging anything: cheap enough to be asked twice a second. */
export async function readLeaseAnswers(db: Db, leases: Lease[]): Promise<LeaseAnswer[]> {
  if (leases.length === 0) return [];
  const rows = await db.$queryRaw<Row[]>`
    select t.id::text as "taskId", t.cancel_requested_at is not null as cancel,
      (r.deleted_at is not null or e.deleted_at is not null) as deleted
    from unnest(${leases.map(({ taskId }) => taskId)}::uuid[], ${leases.map(({ attempt }) => attempt)}::int[]) as held(task_id, number)
      join tasks t on t.id = held.task_id and t.attempt_number = held.number
      left join runs r on r.id = t.run_id
      left join experiments e on e.id = r.experiment_id
    where t.status in ('CLAIMED', 'RUNNING')`;
  return leases.map(({ taskId }) => answer(rows.find((row) => row.taskId === taskId)));
}

function answer(row: Row | undefined): LeaseAnswer {
  if (!row) return 'fenced';
  if (row.cancel) return 'cancel';
  return row.deleted ? 'preempt' : 'go_on';
}
