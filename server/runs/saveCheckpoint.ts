import { randomUUID } from 'node:crypto';
import { putArtifact } from '@/server/artifacts/putArtifact';
import { writeBytes } from '@/server/artifacts/writeBytes';
import type { Db, Tx } from '@/server/db';
import { removeArtifacts } from '@/server/disk/removeArtifacts';
import { type RunLease, withLease } from '@/server/tasks/lease';

export type NewCheckpoint = { step: number; epoch: number; final: boolean; bytes: Uint8Array };

/** In training the newest and, should its bytes be damaged, one before; one spare beside the final. */
const kept = { training: 2, final: 1 };
const mime = 'application/octet-stream';

/**
 * Stores a checkpoint: first the bytes, then the row, and then drops older ones, rows and bytes: with its momentum one of ResNet50-I3D
 * takes 260 MB. Two are kept while the run trains; the final one and one before it afterwards, until
 * the run has succeeded (server/disk/dropUnneeded.ts).
 * Saving the same step again replaces it.
 * @param root folder of all artifacts
 * @throws AppError fenced, disk_full
 */
export async function saveCheckpoint(db: Db, lease: RunLease, root: string, checkpoint: NewCheckpoint): Promise<void> {
  const { step, epoch, final, bytes } = checkpoint;
  const sha256 = await writeBytes(root, bytes);
  const dropped = await withLease(db, lease, async (tx) => {
    const artifactId = await putArtifact(tx, { root, sha256, bytes, mime });
    const replaced = await tx.checkpoint.findMany({
      where: { runId: lease.runId, step },
      select: { artifactId: true },
    });
    await tx.$executeRaw`
      insert into checkpoints (id, run_id, step, epoch, final, artifact_id)
      values (${randomUUID()}::uuid, ${lease.runId}::uuid, ${step}, ${epoch}::float8, ${final}, ${artifactId}::uuid)
      on conflict (run_id, step) do update
      set epoch = excluded.epoch, final = excluded.final, artifact_id = excluded.artifact_id, created_at = now()`;
    return [
      ...replaced.map((row) => row.artifactId),
      ...(await dropOld(tx, lease.runId, final ? kept.final : kept.training)),
    ];
  });
  await removeArtifacts(db, { ids: [...new Set(dropped)], root });
}

async function dropOld(tx: Tx, runId: string, spared: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ artifact_id: string }[]>`
    delete from checkpoints where id in (
      select id from checkpoints where run_id = ${runId}::uuid and not final order by step desc offset ${spared}
    ) returning artifact_id::text`;
  return rows.map((row) => row.artifact_id);
}
