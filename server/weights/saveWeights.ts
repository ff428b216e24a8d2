import { printableValue } from '@/domain/text/textFault';
import type { WeightsReport } from '@/domain/weightsReport';
import { putArtifact } from '@/server/artifacts/putArtifact';
import { writeBytes } from '@/server/artifacts/writeBytes';
import type { Db } from '@/server/db';
import { type Lease, withLease } from '@/server/tasks/lease';

export type NewWeights = { name: string; sourcePath: string; bytes: Uint8Array; report: WeightsReport };

/**
 * Stores imported weights: first the bytes, then the row. They carry the id of the import that made them, so that one that is done
 * twice makes them once.
 * @param root folder of all artifacts
 * @returns id of the weights
 * @throws AppError fenced, disk_full
 */
export async function saveWeights(
  db: Db,
  lease: Lease,
  { root, weights }: { root: string; weights: NewWeights },
): Promise<string> {
  const { name, sourcePath, bytes } = weights;
  const report = printableValue(weights.report);
  const sha256 = await writeBytes(root, bytes);
  await withLease(db, lease, async (tx) => {
    const artifactId = await putArtifact(tx, { root, sha256, bytes, mime: 'application/octet-stream' });
    const { format, backbone, classes } = report;
    const row = { name, sourcePath, format, backbone, classes, report, artifactId };
    await tx.weights.upsert({ where: { id: lease.taskId }, create: { id: lease.taskId, ...row }, update: row });
  });
  return lease.taskId;
}
