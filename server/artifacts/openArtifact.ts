import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { artifactPath } from './artifactPath';
import { damageAdvice } from './damageAdvice';
import { verifyFile } from './verifyFile';

/** Bytes of an artifact, open for reading; whoever opened it closes `file` (a stream made from it does). */
export type OpenArtifact = { id: string; sha256: string; size: number; mime: string; file: FileHandle };

const idSchema = z.uuid();

/**
 * Opens an artifact by its opaque id. The path is derived from the hash in the row, never from the request; symbolic links and
 * anything that resolves outside `root` are refused. Nothing is handed out before all its bytes were found to have their hash.
 * @param root folder of all artifacts
 * @param part true: a part is wanted that has a hash of its own, which the caller checks
 * @throws AppError not_found (no such id), artifact_corrupt (bytes missing or changed, with what to do about it)
 */
export async function openArtifact(
  db: Db,
  { id, root, part = false }: { id: string; root: string; part?: boolean },
): Promise<OpenArtifact> {
  const parsed = idSchema.safeParse(id);
  const row = parsed.success
    ? await db.artifact.findUnique({
        where: { id: parsed.data },
        select: { id: true, sha256: true, size: true, mime: true },
      })
    : null;
  if (!row) throw new AppError('not_found', 'There is no artifact with this id.');
  const size = Number(row.size);
  const file = await openContained(root, artifactPath(root, row.sha256)).catch(async (error: unknown) => {
    throw error instanceof AppError ? await withAdvice(db, row.id, error.message, error) : error;
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size !== size) {
      throw await withAdvice(db, row.id, `The file is not one of ${size} bytes as recorded.`);
    }
    if (!part && !(await verifyFile(file, row.sha256))) {
      throw await withAdvice(db, row.id, 'The bytes are damaged: their SHA-256 is not the recorded one.');
    }
    return { ...row, size, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function withAdvice(db: Db, id: string, what: string, cause?: unknown): Promise<AppError> {
  return new AppError('artifact_corrupt', `${what} ${await damageAdvice(db, id)}`, { cause });
}

async function openContained(root: string, path: string): Promise<FileHandle> {
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(path)]);
    if (!realFile.startsWith(realRoot + sep)) {
      throw new AppError('artifact_corrupt', 'The file lies outside the folder of artifacts.');
    }
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') {
      throw new AppError('artifact_corrupt', 'The bytes are missing or replaced by a link.', { cause: error });
    }
    throw error;
  }
}
