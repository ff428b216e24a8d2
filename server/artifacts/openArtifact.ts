import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { artifactPath } from './artifactPath';

/** Bytes of an artifact, open for reading; whoever opened it closes `file` (a stream made from it does). */
export type OpenArtifact = { id: string; sha256: string; size: number; mime: string; file: FileHandle };

const idSchema = z.uuid();

/**
 * Opens an artifact by its opaque id. The path is derived from the hash in the row, never from the request; symbolic links and
 * anything that resolves outside `root` are refused.
 * @param root folder of all artifacts
 * @throws AppError not_found (no such id), artifact_corrupt (bytes missing, not a plain file, or not of the recorded size)
 */
export async function openArtifact(db: Db, { id, root }: { id: string; root: string }): Promise<OpenArtifact> {
  const parsed = idSchema.safeParse(id);
  const row = parsed.success
    ? await db.artifact.findUnique({
        where: { id: parsed.data },
        select: { id: true, sha256: true, size: true, mime: true },
      })
    : null;
  if (!row) throw new AppError('not_found', 'There is no artifact with this id.');
  const file = await openContained(root, artifactPath(root, row.sha256));
  try {
    const stats = await file.stat();
    const size = Number(row.size);
    if (!stats.isFile() || stats.size !== size) {
      throw new AppError('artifact_corrupt', `Artifact ${row.id} is not a file of ${size} bytes as recorded.`);
    }
    return { ...row, size, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openContained(root: string, path: string): Promise<FileHandle> {
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(path)]);
    if (!realFile.startsWith(realRoot + sep)) {
      throw new AppError('artifact_corrupt', 'The artifact lies outside the folder of artifacts.');
    }
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') {
      throw new AppError('artifact_corrupt', 'The bytes of this artifact are missing or replaced by a link.', {
        cause: error,
      });
    }
    throw error;
  }
}
