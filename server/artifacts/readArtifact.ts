import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { damageAdvice } from './damageAdvice';
import { openArtifact } from './openArtifact';
import { sha256Of } from './writeBytes';

/**
 * All bytes of an artifact, checked against its hash.
 * @throws AppError not_found, artifact_corrupt
 */
export async function readArtifact(db: Db, { id, root }: { id: string; root: string }): Promise<Uint8Array> {
  const artifact = await openArtifact(db, { id, root, part: true });
  try {
    const bytes = await artifact.file.readFile();
    if (sha256Of(bytes) !== artifact.sha256) {
      const where = `The bytes of artifact ${id} under ${root} were changed: their SHA-256 is not ${artifact.sha256}.`;
      throw new AppError('artifact_corrupt', `${where} ${await damageAdvice(db, id)}`);
    }
    return bytes;
  } finally {
    await artifact.file.close();
  }
}
