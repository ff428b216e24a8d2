import { randomUUID } from 'node:crypto';
import type { RunConfig } from '@/domain/runConfig';
import { linkArtifact } from '@/server/artifacts/linkArtifact';
import { putWrittenArtifact } from '@/server/artifacts/putWrittenArtifact';
import type { Db, Tx } from '@/server/db';
import { storableJson } from '@/server/storable';
import { type RunLease, withLease } from '@/server/tasks/lease';
import { evaluationHash } from './evaluationHash';
import { dropMapsFile, type MapsOf, mapsFile, sealMapsFile } from './mapsFile';
import { moveScoredVideos } from './moveScoredVideos';
import type { NewEvaluation } from './newEvaluation';
import { protocolKey } from './protocolKey';
import { sqlArray } from './sqlArray';
import { writeEvaluationMetrics } from './writeEvaluationMetrics';

export type EvaluationContext = { config: RunConfig; datasetId: string /** Folder of all artifacts. */; root: string };

/**
 * Records an evaluation with everything that belongs to it, in one transaction: the scores and maps that were kept of its videos, and
 * the points of the run's curves. An evaluation is immutable: one that the run has already for this variant stays.
 * @throws AppError fenced, disk_full
 */
export async function recordEvaluation(
  db: Db,
  lease: RunLease,
  evaluation: NewEvaluation,
  { config, datasetId, root }: EvaluationContext,
): Promise<void> {
  const { videos, variant, checkpointStep } = evaluation;
  const key = { variant, checkpointStep, runId: lease.runId };
  const labels = await labelsOf(db, datasetId, videos);
  const predictions = videos.map(({ id, scores }) => ({ id, scores, labels: labels.get(id) ?? [] }));
  const hash = evaluationHash(predictions, config.protocol);
  const maps = await sealedMaps(db, key, { root, mapBytes: config.protocol.clips * (evaluation.mapSide ?? 0) ** 2 });
  await withLease(db, lease, async (tx) => {
    const mapsId = maps && (await putWrittenArtifact(tx, maps));
    const id = await insertEvaluation(tx, lease, evaluation, { config, hash, mapsId });
    if (id !== null) {
      const moved = await moveScoredVideos(tx, { ...key, evaluationId: id });
      if (moved !== videos.length) throw new Error(`${moved} of ${videos.length} videos of ${variant} were kept`);
      await writeEvaluationMetrics(tx, lease.runId, evaluation, config);
    }
    await tx.partialScores.deleteMany({ where: { runId: lease.runId, variant } });
  });
  await dropMapsFile(root, key);
}

/** The file of the kept maps as an artifact, not written a second time; null where there are none. */
async function sealedMaps(db: Db, of: MapsOf, { root, mapBytes }: { root: string; mapBytes: number }) {
  const { _max } = await db.partialScores.aggregate({ where: of, _max: { mapPosition: true } });
  if (_max.mapPosition === null) return null;
  const size = (_max.mapPosition + 1) * mapBytes;
  const sha256 = await sealMapsFile(root, of, size);
  const rewrite = () => linkArtifact(root, mapsFile(root, of), sha256);
  await rewrite();
  return { root, sha256, size, mime: 'application/octet-stream', rewrite };
}

async function labelsOf(db: Db, datasetId: string, videos: { id: string }[]): Promise<Map<string, number[]>> {
  const rows = await db.datasetVideo.findMany({
    where: { datasetId, videoId: { in: videos.map(({ id }) => id) } },
    select: { videoId: true, classes: true },
  });
  return new Map(rows.map(({ videoId, classes }) => [videoId, classes]));
}

type Derived = { config: RunConfig; hash: string; mapsId: string | null };

async function insertEvaluation(
  tx: Tx,
  { runId }: RunLease,
  evaluation: NewEvaluation,
  derived: Derived,
): Promise<string | null> {
  const { variant, fusion, objective, oracle, checkpointStep, summary, sampledMap, boxHitRate } = evaluation;
  const { mapSide, saliency, unreadable } = evaluation;
  const { config, hash, mapsId } = derived;
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into evaluations (id, run_id, variant, fusion, objective, protocol, protocol_key, oracle, checkpoint_step,
      map, wap, sampled_map, class_ap, box_hit_rate, hash, maps_artifact_id, map_side,
      saliency_clips, clips_without_saliency, unread_videos)
    values (${randomUUID()}::uuid, ${runId}::uuid, ${variant}, ${fusion}, ${objective}, ${storableJson(config.protocol)}::jsonb,
      ${protocolKey(config)}, ${oracle}, ${checkpointStep}, ${String(summary.mAP)}::float8, ${String(summary.wAP)}::float8,
      ${String(sampledMap)}::float8, ${sqlArray(summary.perClass)}::float8[],
      ${boxHitRate === null ? null : String(boxHitRate)}::float8, ${hash}, ${mapsId}::uuid, ${mapSide}::int,
      ${saliency?.clips ?? null}::int, ${saliency?.without ?? null}::int, ${unreadable ?? 0}::int)
    on conflict (run_id, variant) do nothing
    returning id::text`;
  return row?.id ?? null;
}
