import { AppError } from '@/domain/errors';
import { readArtifact } from '@/server/artifacts/readArtifact';
import type { Db } from '@/server/db';

/**
 * The final weights of a base run.
 * @throws AppError checkpoint_missing, base_damaged
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
  try {
    return await readArtifact(db, { id: checkpoint.artifactId, root });
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'artifact_corrupt')) throw error;
    const base = await db.run.findUnique({ where: { id: baseRunId }, select: { name: true } });
    throw new AppError(
      'base_damaged',
      `The final weights of base run "${base?.name ?? baseRunId}" are damaged or gone. Press "Restore the weights" here or on its page, and this run goes on by itself.`,
      { cause: error },
    );
  }
}
