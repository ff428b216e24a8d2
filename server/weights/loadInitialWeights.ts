import { AppError } from '@/domain/errors';
import { readArtifact } from '@/server/artifacts/readArtifact';
import type { Db } from '@/server/db';

/**
 * The imported weights that a run starts from, checked against their hash; null where it starts from its seed. Weights that were
 * deleted since the run was created are still read.
 * @param root folder of all artifacts
 * @throws AppError checkpoint_missing, artifact_corrupt
 */
export async function loadInitialWeights(
  db: Db,
  { runId, root }: { runId: string; root: string },
): Promise<Uint8Array | null> {
  const run = await db.run.findUnique({
    where: { id: runId },
    select: { weightsId: true, weights: { select: { artifactId: true } } },
  });
  if (!run || run.weightsId === null) return null;
  if (!run.weights) {
    throw new AppError(
      'checkpoint_missing',
      'The imported weights that this run starts from are gone. Import them again, then create the run anew.',
    );
  }
  return readArtifact(db, { id: run.weights.artifactId, root });
}
