import { AppError } from '@/domain/errors';
import { readArtifact } from '@/server/artifacts/readArtifact';
import type { Db } from '@/server/db';

/**
 * The final weights of a base run.
 * @throws AppError checkpoint_missing, artifact_corrupt
 */
export async function loadBaseCheckpoint(
  db: Db,
  { baseRunId, root }: { baseRunId: string; root: string },
): Promise<Uint8Array> {
  const checkpoint = await db.checkpoint.findFirst({
    where: { runId: baseRunId, final: true },
    orderBy: { step: 'desc' },
    select: { artifactId: true },
  });
  if (!checkpoint) {
    const base = await db.run.findUnique({ where: { id: baseRunId }, select: { name: true } });
    throw new AppError(
      'checkpoint_missing',
      `Base run "${base?.name ?? baseRunId}" has no final checkpoint. Train the base again in a new experiment.`,
    );
  }
  return readArtifact(db, { id: checkpoint.artifactId, root });
}
