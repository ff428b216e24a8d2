import type { Db } from '@/server/db';

/** A worker that was not heard of for so long is not counted on. */
const silentSeconds = 60;

export type Capacity = {
  /** Seconds until each slot that takes new runs is free; Infinity where the task on it has no estimate. */
  slots: number[];
  /** Seconds until the tasks at work finish, on whatever worker; a training has the id of its run. */
  finishes: Map<string, number>;
};

type Row = { slots: number; usable: boolean; tasks: string[]; etas: (number | null)[] };

/** What the workers will have free, and when. */
export async function readCapacity(db: Db): Promise<Capacity> {
  const workers = await db.$queryRaw<Row[]>`
    select w.slots,
      not w.draining and w.heartbeat_at > now() - make_interval(secs => ${silentSeconds}::float8) as usable,
      coalesce(array_agg(t.id::text order by t.id) filter (where t.id is not null), '{}') as tasks,
      coalesce(array_agg(t.eta_seconds order by t.id) filter (where t.id is not null), '{}') as etas
    from workers w
    left join task_attempts a on a.worker_id = w.id and a.ended_at is null and a.slot is not null
    left join tasks t on t.id = a.task_id
    where w.stopped_at is null
    group by w.id`;
  const left = ({ etas }: Row) => etas.map((eta) => eta ?? Number.POSITIVE_INFINITY);
  return {
    slots: workers
      .filter(({ usable }) => usable)
      .flatMap((worker) => [...left(worker), ...Array(Math.max(0, worker.slots - worker.tasks.length)).fill(0)]),
    finishes: new Map(
      workers.flatMap((worker) => {
        const seconds = left(worker);
        return worker.tasks.map((id, index) => [id, seconds[index] ?? Number.POSITIVE_INFINITY] as const);
      }),
    ),
  };
}
