import type { Fusion } from '@/domain/fusions';
import { type VariantId, variantIds } from '@/domain/variants';
import type { Db } from '@/server/db';
import { type EvaluationHead, evaluationHeads } from './evaluationHeads';
import { readCells } from './readCells';

/** What one row of Table 2 said about the video. */
export type VideoEvaluation = EvaluationHead & {
  /** Place in the split. */
  position: number;
  /** Pooled probability per class; empty where the video could not be read. */
  scores: number[];
  /** (clips x classes) probabilities. */
  clipScores: number[];
  /** Four numbers a clip (top, left, height, width); empty where the row has no box. */
  boxes: number[];
  /** Share of frames whose box holds an active object, per clip; -1 = none active; empty where unknown. */
  hits: number[];
  /** Clips (from 0) without saliency: their box is the centre one. */
  noSaliency: number[];
  /** `none`: the row computes no saliency; `left_out`: the disk budget of its run left the maps of this video out. */
  maps: 'kept' | 'made' | 'left_out' | 'none';
};

export type VideoColumn = { experimentId: string; videoId: string; fusion: Fusion; seed: number };

/** The rows of one column of Table 2 that have evaluated a video, in the order of the table: those on the same clips. */
export async function videoEvaluations(
  db: Db,
  { videoId, ...column }: VideoColumn,
): Promise<{ evaluations: VideoEvaluation[]; protocolKey: string; otherProtocol: VariantId[] }> {
  const found = await allEvaluations(db, { videoId, ...column });
  const protocolKey = (found.find(({ variant }) => variant !== 'base') ?? found[0])?.protocolKey ?? '';
  return {
    protocolKey,
    evaluations: found.filter((evaluation) => evaluation.protocolKey === protocolKey),
    otherProtocol: found.filter((evaluation) => evaluation.protocolKey !== protocolKey).map(({ variant }) => variant),
  };
}

async function allEvaluations(db: Db, { videoId, ...column }: VideoColumn): Promise<VideoEvaluation[]> {
  const cells = await readCells(db, column);
  const ids = [...cells.values()].flatMap(({ evaluation }) => evaluation?.id ?? []);
  const [heads, rows] = await Promise.all([
    evaluationHeads(db, ids),
    db.evaluationVideo.findMany({
      where: { videoId, evaluationId: { in: ids } },
      select: {
        evaluationId: true,
        position: true,
        mapPosition: true,
        scores: true,
        clipScores: true,
        boxes: true,
        hits: true,
        noSaliency: true,
        demandedMapsId: true,
      },
    }),
  ]);
  return variantIds.flatMap((variant) => {
    const head = heads.find((candidate) => candidate.variant === variant);
    const row = rows.find((candidate) => candidate.evaluationId === head?.id);
    if (!head || !row) return [];
    const { evaluationId: _, mapPosition, demandedMapsId, ...prediction } = row;
    const missing = head.mapSide === null || row.scores.length === 0 ? 'none' : 'left_out';
    const maps = mapPosition !== null ? 'kept' : demandedMapsId !== null ? 'made' : missing;
    return [{ ...head, ...prediction, maps }];
  });
}
