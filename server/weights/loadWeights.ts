import { AppError } from '@/domain/errors';
import { readArtifact } from '@/server/artifacts/readArtifact';
import type { Db } from '@/server/db';

/**
 * The bytes of imported weights, checked against their hash. Deleted ones are still read: a run may have been created before.
 * @param root folder of all artifacts
 * @throws AppError checkpoint_missing, artifact_corrupt
 */
export async function loadWeights(db: Db, { id, root }: { id: string; root: string }): Promise<Uint8Array> {
  const weights = await db.weights.findUnique({ where: { id }, select: { artifactId: true } });
  if (!weights) {
    throw new AppError(
      'checkpoint_missing',
      'The imported weights that this run starts from are gone. Import them again and create the run anew.',
    );
  }
  return readArtifact(db, { id: weights.artifactId, root });
}
