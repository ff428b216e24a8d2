import type { SaliencyCount } from '@/domain/evaluatedVideo';
import type { Fusion } from '@/domain/fusions';
import type { Objective } from '@/domain/objectives';
import type { Protocol } from '@/domain/protocol';
import type { VariantId } from '@/domain/variants';
import type { Db } from '@/server/db';
import { saliencyOf } from '@/server/evaluations/saliencyOf';

/** One evaluation without its videos. */
export type EvaluationHead = {
  id: string;
  runId: string;
  runName: string;
  variant: VariantId;
  fusion: Fusion;
  objective: Objective | null;
  oracle: boolean;
  protocol: Protocol;
  protocolKey: string;
  /** In [0, 1], NaN where no class has a positive. */
  mAP: number;
  boxHitRate: number | null;
  /** Null where no saliency was computed, or nobody counted. */
  saliency: SaliencyCount | null;
  /** Null where no saliency was computed. */
  mapSide: number | null;
};

/** Those of these evaluations that exist, in no order. */
export async function evaluationHeads(db: Db, ids: string[]): Promise<EvaluationHead[]> {
  const rows = await db.evaluation.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      runId: true,
      variant: true,
      fusion: true,
      objective: true,
      oracle: true,
      protocol: true,
      protocolKey: true,
      map: true,
      boxHitRate: true,
      saliencyClips: true,
      clipsWithoutSaliency: true,
      mapSide: true,
      run: { select: { name: true } },
    },
  });
  return rows.map(({ run, map, saliencyClips, clipsWithoutSaliency, ...row }) => ({
    ...row,
    saliency: saliencyOf({ saliencyClips, clipsWithoutSaliency }),
    variant: row.variant as VariantId,
    fusion: row.fusion as Fusion,
    objective: row.objective as Objective | null,
    protocol: row.protocol as Protocol,
    runName: run.name,
    mAP: map,
  }));
}
