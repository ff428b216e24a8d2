import type { Db } from '@/server/db';
import type { Lease } from './lease';

/** Writes down that the process of an attempt has stood still for so many seconds, and why; null: it goes on again. Pages that show the run hear of it. */
export async function markStill(
  db: Db,
  { runId, attempt }: Lease,
  still: { seconds: number; message: string } | null,
): Promise<void> {
  await db.$executeRaw`
    with marked as (
      update run_attempts
      set still_since = now() - make_interval(secs => ${still?.seconds ?? null}::float8), still_message = ${still?.message ?? null}
      where run_id = ${runId}::uuid and number = ${attempt} and ended_at is null
      returning run_id
    )
    update runs set updated_at = now() from marked where runs.id = marked.run_id`;
}
