import type { Db } from '@/server/db';
import { type ClaimedTask, type ClaimRequest, claimTask } from '@/server/tasks/claimTask';
import type { RunLease } from '@/server/tasks/lease';

export type ClaimedRun = ClaimedTask & RunLease;

/** The next work on a run that waits for a slot; null where there is none. */
export async function claimRun(db: Db, request: Omit<ClaimRequest, 'needs'>): Promise<ClaimedRun | null> {
  const task = await claimTask(db, { ...request, needs: 'engine' });
  if (task === null) return null;
  const { runId } = task;
  if (runId === null) throw new Error(`${task.kind} belongs to no run`);
  return { ...task, runId };
}
