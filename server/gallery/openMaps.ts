import { AppError } from '@/domain/errors';
import { protocolSchema } from '@/domain/protocol';
import { requireStored } from '@/domain/stored';
import { damageAdvice } from '@/server/artifacts/damageAdvice';
import { type OpenArtifact, openArtifact } from '@/server/artifacts/openArtifact';
import type { ByteRange } from '@/server/artifacts/parseRange';
import { sha256Of } from '@/server/artifacts/writeBytes';
import type { Db } from '@/server/db';

/** Kept within the disk budget as a part of the artifact of all, or, without `part`, an artifact that was made on demand. */
export type OpenMaps = { artifact: OpenArtifact; part?: ByteRange };

/**
 * The saliency maps of one video of an evaluation: uint8 (clips x side x side), 255 = maximum of the map; checked against their hash.
 * @param position place of the video in the split
 * @throws AppError not_found where there is no such evaluation, no map, or no video at this position, or the budget left them out;
 *   artifact_corrupt
 */
export async function openMaps(
  db: Db,
  { evaluationId, position, root }: { evaluationId: string; position: number; root: string },
): Promise<OpenMaps> {
  const evaluation = await db.evaluation.findUnique({
    where: { id: evaluationId },
    select: { mapsArtifactId: true, mapSide: true, protocol: true, variant: true },
  });
  if (!evaluation) throw new AppError('not_found', 'There is no evaluation with this id.');
  const { mapsArtifactId, mapSide } = evaluation;
  if (mapSide === null) throw new AppError('not_found', 'This evaluation computed no saliency.');
  const video = await db.evaluationVideo.findFirst({
    where: { evaluationId, position },
    select: { mapPosition: true, mapSha256: true, demandedMapsId: true },
  });
  if (!video) throw new AppError('not_found', 'This evaluation has no video at this position.');
  if (video.demandedMapsId !== null) return { artifact: await openArtifact(db, { id: video.demandedMapsId, root }) };
  if (video.mapPosition === null || mapsArtifactId === null) {
    throw new AppError(
      'not_found',
      'The disk budget of the run left these maps out. Open the video in the gallery and ask for them there.',
    );
  }
  const what = `The protocol of this evaluation (${evaluation.variant})`;
  const next = 'Retry its run from the start: then it is made anew.';
  const { clips } = requireStored(protocolSchema, evaluation.protocol, { what, next });
  const length = clips * mapSide * mapSide;
  const artifact = await openArtifact(db, { id: mapsArtifactId, root, part: video.mapSha256 !== null });
  const part = { start: video.mapPosition * length, end: (video.mapPosition + 1) * length - 1 };
  if (await holdsPart(artifact, part, video.mapSha256)) return { artifact, part };
  await artifact.file.close();
  const advice = await damageAdvice(db, mapsArtifactId);
  throw new AppError('artifact_corrupt', `The saliency maps of this video are damaged. ${advice}`);
}

/** @param sha256 of the part; null: nobody wrote it down, and the whole artifact was checked */
async function holdsPart(
  { file, size }: OpenArtifact,
  { start, end }: ByteRange,
  sha256: string | null,
): Promise<boolean> {
  if (end >= size) return false;
  if (sha256 === null) return true;
  const bytes = new Uint8Array(end - start + 1);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  return bytesRead === bytes.length && sha256Of(bytes) === sha256;
}
