import type { Box } from '@/domain/box';
import { boxOfClip } from '@/domain/boxOfClip';
import { focusClip } from '@/domain/focusClip';
import type { Db } from '@/server/db';
import { type ClipFramesRef, clipFramesOf } from './clipFramesOf';
import type { EvaluationContext } from './evaluationContext';
import type { GalleryRow } from './galleryRows';

/** A card of the gallery: the row, and the one clip of the video that it shows. */
export type GalleryItem = Omit<GalleryRow, 'sortKey'> & {
  /** True classes of the whole video. */
  classes: number[];
  /** domain/focusClip.ts */
  clip: number;
  box: Box | null;
  /** Null where the frames of this clip are not stored. */
  frames: ClipFramesRef | null;
};

/** Adds labels, box and frames to a page of rows, in three queries whatever its length. */
export async function galleryItems(
  db: Db,
  { rows, context }: { rows: GalleryRow[]; context: EvaluationContext },
): Promise<GalleryItem[]> {
  const videoIds = rows.map((row) => row.videoId);
  const { datasetId, classes: classList } = context.experiment;
  const [predictions, videos, frames] = await Promise.all([
    db.evaluationVideo.findMany({
      where: { evaluationId: context.id, videoId: { in: videoIds } },
      select: { videoId: true, clipScores: true, boxes: true },
    }),
    db.datasetVideo.findMany({
      where: { datasetId, videoId: { in: videoIds } },
      select: { videoId: true, classes: true },
    }),
    clipFramesOf(db, { datasetId, protocolKey: context.protocolKey, videoIds }),
  ]);
  const predictionOf = new Map(predictions.map((prediction) => [prediction.videoId, prediction]));
  const classesOf = new Map(videos.map((video) => [video.videoId, video.classes]));
  return rows.map((row) => {
    const prediction = predictionOf.get(row.videoId);
    const classes = classesOf.get(row.videoId) ?? [];
    const clip = focusClip(prediction?.clipScores ?? [], classList.length, classes);
    return {
      videoId: row.videoId,
      position: row.position,
      trueScore: row.trueScore,
      delta: row.delta,
      topClass: row.topClass,
      right: row.right,
      hitRate: row.hitRate,
      classes,
      clip,
      box: boxOfClip(prediction?.boxes ?? [], clip),
      frames: frames.get(row.videoId)?.find((strip) => strip.clip === clip) ?? null,
    };
  });
}
