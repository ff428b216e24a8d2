import type { ScoreSummary } from '@/domain/averagePrecision';
import type { SaliencyCount } from '@/domain/evaluatedVideo';
import type { VariantId } from '@/domain/variants';

/** An evaluation that is to be recorded, without the scores and maps that were kept of its videos before. */
export type NewEvaluation = {
  variant: VariantId;
  fusion: string;
  objective: string | null;
  /** True when ground truth was read to make the predictions. */
  oracle: boolean;
  checkpointStep: number;
  /** In the order of the split; `scores` is empty where the video could not be read. All of them are kept: savePartialScores. */
  videos: { id: string; scores: Float32Array }[];
  summary: ScoreSummary;
  /** mAP against the labels of the sampled frames. */
  sampledMap: number;
  boxHitRate: number | null;
  /** Side of the saliency maps; null where no saliency was computed. */
  mapSide: number | null;
  /** null where no saliency was computed. */
  saliency?: SaliencyCount | null;
  /** Videos that could not be read. */
  unreadable?: number;
};
