import { randomUUID } from 'node:crypto';
import type { ScoreSummary } from '@/domain/averagePrecision';
import type { RunConfig } from '@/domain/runConfig';
import type { VariantId } from '@/domain/variants';
import { putArtifact } from '@/server/artifacts/putArtifact';
import { writeBytes } from '@/server/artifacts/writeBytes';
import type { Db, Tx } from '@/server/db';
import { type Lease, withLease } from '@/server/runs/lease';
import { evaluationHash } from './evaluationHash';
import { protocolKey } from './protocolKey';
import { sqlArray } from './sqlArray';
import { writeEvaluationMetrics } from './writeEvaluationMetrics';
import { type ScoredVideo, writeScoredVideos } from './writeScoredVideos';

export type NewEvaluation = {
  variant: VariantId;
  fusion: string;
  objective: string | null;
  /** True when ground truth was read to make the predictions. */
  oracle: boolean;
  checkpointStep: number;
  /** In the order of the split, which is that of the maps. */
  videos: ScoredVideo[];
  summary: ScoreSummary;
  boxHitRate: number | null;
  /** uint8 (videos x clips x side x side) */
  maps: { side: number; data: Uint8Array } | null;
};

export type EvaluationContext = { config: RunConfig; datasetId: string /** Folder of all artifacts. */; root: string };

/**
 * Records an evaluation with everything that belongs to it, in one transaction: scores a video, maps, and the points of the run's
 * curves. An evaluation is immutable: one that the run has already for this variant stays.
 * @throws AppError fenced, disk_full
 */
export async function recordEvaluation(
  db: Db,
  lease: Lease,
  evaluation: NewEvaluation,
  { config, datasetId, root }: EvaluationContext,
): Promise<void> {
  const { maps, videos } = evaluation;
  const labels = await labelsOf(db, datasetId, videos);
  const predictions = videos.map(({ id, scores }) => ({ id, scores, labels: labels.get(id) ?? [] }));
  const hash = evaluationHash(predictions, config.protocol);
  const sha256 = maps ? await writeBytes(root, maps.data) : '';
  await withLease(db, lease, async (tx) => {
    const mapsId = maps
      ? await putArtifact(tx, { root, sha256, bytes: maps.data, mime: 'application/octet-stream' })
      : null;
    const id = await insertEvaluation(tx, lease, evaluation, { config, hash, mapsId });
    if (id === null) return;
    await writeScoredVideos(tx, id, videos);
    await writeEvaluationMetrics(tx, lease.runId, evaluation, config);
  });
}

async function labelsOf(db: Db, datasetId: string, videos: ScoredVideo[]): Promise<Map<string, number[]>> {
  const rows = await db.datasetVideo.findMany({
    where: { datasetId, videoId: { in: videos.map(({ id }) => id) } },
    select: { videoId: true, classes: true },
  });
  return new Map(rows.map(({ videoId, classes }) => [videoId, classes]));
}

type Derived = { config: RunConfig; hash: string; mapsId: string | null };

async function insertEvaluation(
  tx: Tx,
  { runId }: Lease,
  evaluation: NewEvaluation,
  derived: Derived,
): Promise<string | null> {
  const { variant, fusion, objective, oracle, checkpointStep, summary, boxHitRate, maps } = evaluation;
  const { config, hash, mapsId } = derived;
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into evaluations (id, run_id, variant, fusion, objective, protocol, protocol_key, oracle, checkpoint_step,
      map, wap, class_ap, box_hit_rate, hash, maps_artifact_id, map_side)
    values (${randomUUID()}::uuid, ${runId}::uuid, ${variant}, ${fusion}, ${objective}, ${JSON.stringify(config.protocol)}::jsonb,
      ${protocolKey(config)}, ${oracle}, ${checkpointStep}, ${String(summary.mAP)}::float8, ${String(summary.wAP)}::float8,
      ${sqlArray(summary.perClass)}::float8[], ${boxHitRate === null ? null : String(boxHitRate)}::float8, ${hash},
      ${mapsId}::uuid, ${maps?.side ?? null}::int)
    on conflict (run_id, variant) do nothing
    returning id::text`;
  return row?.id ?? null;
}
