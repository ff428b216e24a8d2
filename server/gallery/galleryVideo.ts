import { type Action, actionsSchema, type DatasetClass } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import type { Fusion } from '@/domain/fusions';
import { type VariantId, variantIds } from '@/domain/variants';
import type { Db } from '@/server/db';
import { type ClipFramesRef, clipFramesOf } from './clipFramesOf';
import { type EvaluationHead, evaluationHeads } from './evaluationHeads';
import { galleryExperiment } from './galleryExperiment';
import { readCells } from './readCells';

/** What one row of Table 2 said about the video. */
export type VideoEvaluation = EvaluationHead & {
  /** Place in the maps artifact. */
  position: number;
  /** Pooled probability per class. */
  scores: number[];
  /** (clips x classes) probabilities. */
  clipScores: number[];
  /** Four numbers a clip (top, left, height, width); empty where the row has no box. */
  boxes: number[];
  /** Share of frames whose box holds an active object, per clip; -1 = none active; empty where unknown. */
  hits: number[];
};

export type GalleryVideo = {
  experimentName: string;
  videoId: string;
  split: string;
  lengthSeconds: number;
  /** Frames a second of the clips. */
  fps: number;
  classes: DatasetClass[];
  trueClasses: number[];
  actions: Action[];
  clips: ClipFramesRef[];
  /** In the order of the rows of Table 2; only those that are evaluated, on the same clips. */
  evaluations: VideoEvaluation[];
  /** Rows that were evaluated on other clips, whose boxes and scores per clip cannot stand beside these. */
  otherProtocol: VariantId[];
};

/**
 * One video as every row of one column of Table 2 saw it, for one seed.
 * @throws AppError not_found where experiment or video is unknown
 */
export async function galleryVideo(
  db: Db,
  { experimentId, videoId, fusion, seed }: { experimentId: string; videoId: string; fusion: Fusion; seed: number },
): Promise<GalleryVideo> {
  const experiment = await galleryExperiment(db, experimentId);
  const { datasetId } = experiment;
  const video = await db.datasetVideo.findUnique({
    where: { datasetId_videoId: { datasetId, videoId } },
    select: { split: true, classes: true, actions: true, lengthSeconds: true },
  });
  if (!video) throw new AppError('not_found', `The dataset of this experiment has no video "${videoId}".`);
  const found = await evaluationsOf(db, { experimentId, videoId, fusion, seed });
  const protocolKey = (found.find((evaluation) => evaluation.variant !== 'base') ?? found[0])?.protocolKey ?? '';
  const frames = await clipFramesOf(db, { datasetId, protocolKey, videoIds: [videoId] });
  return {
    experimentName: experiment.name,
    videoId,
    split: video.split,
    lengthSeconds: video.lengthSeconds,
    fps: experiment.spec.clip.fps,
    classes: experiment.classes,
    trueClasses: video.classes,
    actions: actionsSchema.parse(video.actions),
    clips: frames.get(videoId) ?? [],
    evaluations: found.filter((evaluation) => evaluation.protocolKey === protocolKey),
    otherProtocol: found
      .filter((evaluation) => evaluation.protocolKey !== protocolKey)
      .map((evaluation) => evaluation.variant),
  };
}

async function evaluationsOf(
  db: Db,
  { videoId, ...column }: { experimentId: string; videoId: string; fusion: Fusion; seed: number },
): Promise<VideoEvaluation[]> {
  const cells = await readCells(db, column);
  const ids = [...cells.values()].flatMap(({ evaluation }) => evaluation?.id ?? []);
  const [heads, rows] = await Promise.all([
    evaluationHeads(db, ids),
    db.evaluationVideo.findMany({
      where: { videoId, evaluationId: { in: ids } },
      select: { evaluationId: true, position: true, scores: true, clipScores: true, boxes: true, hits: true },
    }),
  ]);
  return variantIds.flatMap((variant) => {
    const head = heads.find((candidate) => candidate.variant === variant);
    const row = rows.find((candidate) => candidate.evaluationId === head?.id);
    if (!head || !row) return [];
    const { evaluationId: _, ...prediction } = row;
    return [{ ...head, ...prediction }];
  });
}
