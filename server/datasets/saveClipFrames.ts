import type { ClipStrips } from '@/domain/clipStrips';
import { putArtifact } from '@/server/artifacts/putArtifact';
import { writeBytes } from '@/server/artifacts/writeBytes';
import type { Db } from '@/server/db';
import type { ClipSet } from './storedClipFrames';

type File = { sha256: string; bytes: Uint8Array; mime: string };

/**
 * Stores strips, once for all variants that look at the same clips; those that are there already stay.
 * @throws AppError disk_full
 */
export async function saveClipFrames(
  db: Db,
  { datasetId, protocolKey }: ClipSet,
  { strips, root }: { strips: ClipStrips[]; root: string },
): Promise<void> {
  const files: File[] = [];
  for (const { original, resized, resizedMime } of strips) {
    files.push({ sha256: await writeBytes(root, original), bytes: original, mime: 'image/jpeg' });
    files.push({ sha256: await writeBytes(root, resized), bytes: resized, mime: resizedMime });
  }
  const inOrder = [...files].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  await db.$transaction(async (tx) => {
    const ids = new Map<string, string>();
    for (const file of inOrder) ids.set(file.sha256, await putArtifact(tx, { root, ...file }));
    const idOf = (index: number) => ids.get(files[index]?.sha256 ?? '') ?? '';
    await tx.clipFrames.createMany({
      skipDuplicates: true,
      data: strips.map(({ original: _original, resized: _resized, resizedMime: _mime, view, ...strip }, index) => ({
        ...strip,
        ...{ datasetId, protocolKey, view: [view.top, view.left, view.height, view.width] },
        originalArtifactId: idOf(2 * index),
        resizedArtifactId: idOf(2 * index + 1),
      })),
    });
  });
}
