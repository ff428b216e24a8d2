import type { SaliencyCount } from '@/domain/evaluatedVideo';
import { type Fusion, fusionSchema } from '@/domain/fusions';
import { type Objective, objectiveSchema } from '@/domain/objectives';
import { type Protocol, protocolSchema } from '@/domain/protocol';
import { readStored } from '@/domain/stored';
import { type VariantId, variantIdSchema } from '@/domain/variants';
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
  /** Null where the row is damaged. */
  protocol: Protocol | null;
  protocolKey: string;
  /** In [0, 1], NaN where no class has a positive. */
  mAP: number;
  boxHitRate: number | null;
  /** Null where no saliency was computed, or nobody counted. */
  saliency: SaliencyCount | null;
  /** Null where no saliency was computed. */
  mapSide: number | null;
};

/** Those of these evaluations that exist and that this version knows, in no order. */
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
  return rows.flatMap(({ run, map, saliencyClips, clipsWithoutSaliency, ...row }) => {
    const variant = readStored(variantIdSchema, row.variant);
    const fusion = readStored(fusionSchema, row.fusion);
    if (variant === null || fusion === null) return [];
    const objective = readStored(objectiveSchema, row.objective);
    const protocol = readStored(protocolSchema, row.protocol);
    const saliency = saliencyOf({ saliencyClips, clipsWithoutSaliency });
    return [{ ...row, saliency, variant, fusion, objective, protocol, runName: run.name, mAP: map }];
  });
}
