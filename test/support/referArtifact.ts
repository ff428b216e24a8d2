import { randomUUID } from 'node:crypto';
import type { Db } from '@/server/db';
import { artifactReferences } from '@/server/disk/references';

/** Whom a reference belongs to. */
export type Owner = { runId: string; datasetId: string; weightsDeletedAt: Date | null };

let serial = 0;

/** A row that refers to the artifact by the k-th column of `artifactReferences`. */
export async function referArtifact(db: Db, artifactId: string, { k, owner }: { k: number; owner: Owner }) {
  serial += 1;
  const { runId, datasetId } = owner;
  const [table, column] = artifactReferences[k]!;
  switch (table) {
    case 'checkpoints':
      return db.checkpoint.create({ data: { runId, step: serial, epoch: 1, final: true, artifactId } });
    case 'weights':
      return db.weights.create({
        data: {
          ...{ name: 'w', sourcePath: '/w', format: 'torch_zip', backbone: 'micro_i3d', report: {}, artifactId },
          deletedAt: owner.weightsDeletedAt,
        },
      });
    case 'clip_frames': {
      const other = await db.artifact.create({ data: { sha256: sha256(serial), size: 0, mime: 'image/jpeg' } });
      const ids = { originalArtifactId: other.id, resizedArtifactId: other.id };
      const ref =
        column === 'original_artifact_id' ? { originalArtifactId: artifactId } : { resizedArtifactId: artifactId };
      const geometry = { firstFrame: 0, frames: 1, originalWidth: 1, originalHeight: 1, view: [0, 0, 1, 1] };
      const key = { datasetId, videoId: `v${serial}`, protocolKey: 'p', clip: 0 };
      return db.clipFrames.create({ data: { ...key, ...geometry, ...ids, ...ref } });
    }
    default:
      return evaluate(db, { runId, artifactId, demanded: table === 'evaluation_videos' });
  }
}

async function evaluate(
  db: Db,
  { runId, artifactId, demanded }: { runId: string; artifactId: string; demanded: boolean },
): Promise<void> {
  const id = randomUUID();
  const scores = { map: 0, wap: 0, hash: id, protocol: {}, protocolKey: 'p', oracle: false, checkpointStep: 1 };
  const mapsArtifactId = demanded ? null : artifactId;
  await db.evaluation.create({
    data: { id, runId, variant: `v${serial}`, fusion: 'late_fusion', ...scores, mapsArtifactId },
  });
  if (!demanded) return;
  await db.evaluationVideo.create({
    data: { evaluationId: id, videoId: 'v', position: 0, demandedMapsId: artifactId },
  });
}

/** Of an artifact of zero bytes that has no file: nothing but a row. */
function sha256(number: number): string {
  return number.toString(16).padStart(64, 'f');
}
