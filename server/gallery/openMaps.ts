import { AppError } from '@/domain/errors';
import { protocolSchema } from '@/domain/protocol';
import { type OpenArtifact, openArtifact } from '@/server/artifacts/openArtifact';
import type { ByteRange } from '@/server/artifacts/parseRange';
import type { Db } from '@/server/db';

/**
 * The saliency maps of one video of an evaluation: uint8 (clips x side x side), 255 = maximum of the map, as a part of the artifact
 * that holds those of all videos.
 * @throws AppError not_found where there is no such evaluation, no map, or no video at this position
 */
export async function openMaps(
  db: Db,
  { evaluationId, position, root }: { evaluationId: string; position: number; root: string },
): Promise<{ artifact: OpenArtifact; part: ByteRange }> {
  const evaluation = await db.evaluation.findUnique({
    where: { id: evaluationId },
    select: { mapsArtifactId: true, mapSide: true, protocol: true },
  });
  if (!evaluation) throw new AppError('not_found', 'There is no evaluation with this id.');
  const { mapsArtifactId, mapSide } = evaluation;
  if (mapsArtifactId === null || mapSide === null) {
    throw new AppError('not_found', 'This evaluation computed no saliency.');
  }
  const { clips } = protocolSchema.parse(evaluation.protocol);
  const length = clips * mapSide * mapSide;
  const artifact = await openArtifact(db, { id: mapsArtifactId, root });
  const start = position * length;
  if (start + length > artifact.size) {
    await artifact.file.close();
    throw new AppError('not_found', 'This evaluation has no video at this position.');
  }
  return { artifact, part: { start, end: start + length - 1 } };
}
