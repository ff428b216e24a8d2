import type { Db } from '@/server/db';
import type { Lease } from './lease';

/** Writes down that the process of an attempt has stood still for so many seconds, and why; null: it goes on again. */
export async function markStill(
  db: Db,
  { taskId, attempt }: Lease,
  still: { seconds: number; message: string } | null,
): Promise<void> {
  await db.$executeRaw`
    with told as (
      update task_attempts
      set still_since = now() - make_interval(secs => ${still?.seconds ?? null}::float8), still_message = ${still?.message ?? null}
      where task_id = ${taskId}::uuid and number = ${attempt} and ended_at is null
      returning task_id
    )
    update tasks set updated_at = now() from told where id = told.task_id`;
}
