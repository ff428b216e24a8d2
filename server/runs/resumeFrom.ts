import { AppError } from '@/domain/errors';
import { readArtifact } from '@/server/artifacts/readArtifact';
import type { Db } from '@/server/db';
import { rewindMetrics } from '@/server/metrics/rewindMetrics';
import { type RunLease, withLease } from '@/server/tasks/lease';

export type Resume = { step: number; bytes: Uint8Array };

/**
 * The newest checkpoint of a run whose bytes are sound; null where there is none. The curves are taken back to it, and the attempt says
 * from where it resumed.
 * @param onCorrupt told about every checkpoint that had to be passed over
 * @throws AppError fenced
 */
export async function resumeFrom(
  db: Db,
  lease: RunLease,
  { root, onCorrupt }: { root: string; onCorrupt: (message: string) => void },
): Promise<Resume | null> {
  const checkpoints = await db.checkpoint.findMany({
    where: { runId: lease.runId },
    orderBy: { step: 'desc' },
    select: { step: true, artifactId: true },
  });
  let resume: Resume | null = null;
  for (const { step, artifactId } of checkpoints) {
    try {
      resume = { step, bytes: await readArtifact(db, { id: artifactId, root }) };
      break;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'artifact_corrupt')) throw error;
      onCorrupt(`The checkpoint of step ${step} cannot be used: ${error.message}`);
    }
  }
  const step = resume?.step ?? null;
  await withLease(db, lease, async (tx) => {
    await rewindMetrics(tx, lease.runId, step ?? 0);
    await tx.$executeRaw`
      update task_attempts set resumed_at_step = ${step}::int where task_id = ${lease.taskId}::uuid and number = ${lease.attempt}`;
  });
  return resume;
}
