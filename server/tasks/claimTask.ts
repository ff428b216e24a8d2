import { randomUUID } from 'node:crypto';
import { kindsThatNeed, type TaskKind, type TaskNeed, taskKindSchema } from '@/domain/tasks';
import type { Db, Tx } from '@/server/db';
import type { Lease } from './lease';
import { attemptSeconds } from './taskSeconds';
import { writeLifecycleLog } from './writeLifecycleLog';

export type ClaimRequest = {
  workerId: string;
  /** `engine`: a task for this slot; `little`: one beside the slots. */
  needs: TaskNeed;
  slot: number | null;
  /** UUID of the GPU of the slot; null on a CPU slot. */
  device: string | null;
  leaseSeconds: number;
};

/** `secondsSoFar`: what its earlier attempts took together, by the clock of the database. */
export type ClaimedTask = Lease & { kind: TaskKind; title: string; secondsSoFar: number };

type Candidate = { id: string; kind: string; title: string; run: string | null; attempt: number };

/**
 * Takes the first task of the queue that a place of a worker can do, with a new attempt number and a lease; null where nothing waits,
 * the worker drains or has stopped, or another open attempt holds the GPU. Tasks of kinds that a newer version made are left to it;
 * tasks that others are taking at this moment are skipped. Work on a finished run is done one piece at a time.
 */
export function claimTask(db: Db, request: ClaimRequest): Promise<ClaimedTask | null> {
  const { workerId, slot, device, leaseSeconds } = request;
  return db.$transaction(async (tx) => {
    if (device !== null) await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${device}, 0))`;
    const task = await firstOf(tx, request);
    if (!task || (task.run !== null && (await isBusy(tx, task.run)))) return null;
    const attempt = task.attempt + 1;
    const lease = { taskId: task.id, attempt, runId: task.run };
    await tx.$executeRaw`
      update tasks
      set status = 'CLAIMED', attempt_number = ${attempt}, phase = 'starting', eta_seconds = null, phase_rate = null,
        phase_done = 0, phase_total = 0, status_code = null, status_message = null, updated_at = now()
      where id = ${task.id}::uuid`;
    await tx.$executeRaw`
      insert into task_attempts (id, task_id, number, worker_id, slot, device, claimed_at, heartbeat_at, lease_expires_at)
      values (${randomUUID()}::uuid, ${task.id}::uuid, ${attempt}, ${workerId}::uuid, ${slot}::int, ${device}, now(), now(),
        now() + make_interval(secs => ${leaseSeconds}::float8))`;
    const [spent] = await tx.$queryRaw<{ seconds: number }[]>`
      select coalesce(sum(${attemptSeconds}), 0)::float8 as seconds from task_attempts a
      where a.task_id = ${task.id}::uuid and a.number < ${attempt}`;
    await writeLifecycleLog(tx, { ...lease, level: 'info', text: `Attempt ${attempt} begins.` });
    const kind = taskKindSchema.parse(task.kind);
    return { ...lease, kind, title: task.title, secondsSoFar: spent?.seconds ?? 0 };
  });
}

async function firstOf(tx: Tx, { workerId, needs, device }: ClaimRequest): Promise<Candidate | undefined> {
  const [task] = await tx.$queryRaw<Candidate[]>`
    select t.id::text, t.kind, t.title, t.run_id::text as run, t.attempt_number as attempt
    from tasks t
    left join runs r on r.id = t.run_id
    left join experiments e on e.id = r.experiment_id
    where t.status = 'QUEUED' and t.kind = any(${kindsThatNeed(needs)}::text[])
      and r.deleted_at is null and e.deleted_at is null
      and (t.run_id is null or t.id = t.run_id or (
        exists (select 1 from tasks o where o.id = t.run_id and o.status = 'SUCCEEDED')
        and not exists (select 1 from tasks o where o.run_id = t.run_id and o.status in ('CLAIMED', 'RUNNING'))))
      and exists (select 1 from workers w where w.id = ${workerId}::uuid and not w.draining and w.stopped_at is null)
      and not exists (select 1 from task_attempts a where a.device = ${device}::text and a.ended_at is null)
    order by t.queue_position, t.created_at, t.id
    limit 1
    for update of t skip locked`;
  return task;
}

/** Whether somebody took other work on the run between the look at the queue and now. */
async function isBusy(tx: Tx, runId: string): Promise<boolean> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${runId}, 1))`;
  return (await tx.task.count({ where: { runId, status: { in: ['CLAIMED', 'RUNNING'] } } })) > 0;
}
