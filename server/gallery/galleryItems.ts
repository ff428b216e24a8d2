import type { Box } from '@/domain/box';
import { boxOfClip } from '@/domain/boxOfClip';
import { focusClip } from '@/domain/focusClip';
import type { Db } from '@/server/db';
import { type ClipFramesRef, clipFramesOf } from './clipFramesOf';
import type { EvaluationContext } from './evaluationContext';
import type { GalleryRow } from './galleryRows';
import { unreadableReason } from './unreadableReason';

/** A card of the gallery: the row, and the one clip of the video that it shows. */
export type GalleryItem = Omit<GalleryRow, 'sortKey'> & {
  /** True classes of the whole video. */
  classes: number[];
  /** domain/focusClip.ts */
  clip: number;
  box: Box | null;
  /** Clips (from 0) without saliency: their box is the centre one. */
  noSaliency: number[];
  /** Null where the frames of this clip are not stored. */
  frames: ClipFramesRef | null;
  /** Whether its saliency maps are there. */
  hasMaps: boolean;
  /** Why it could not be read; null where it was. */
  unreadable: string | null;
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
      select: {
        videoId: true,
        clipScores: true,
        boxes: true,
        noSaliency: true,
        mapPosition: true,
        demandedMapsId: true,
      },
    }),
    db.datasetVideo.findMany({
      where: { datasetId, videoId: { in: videoIds } },
      select: { videoId: true, classes: true, state: true, message: true },
    }),
    clipFramesOf(db, { datasetId, protocolKey: context.protocolKey, videoIds }),
  ]);
  const predictionOf = new Map(predictions.map((prediction) => [prediction.videoId, prediction]));
  const videoOf = new Map(videos.map((video) => [video.videoId, video]));
  return rows.map((row) => {
    const prediction = predictionOf.get(row.videoId);
    const video = videoOf.get(row.videoId);
    const classes = video?.classes ?? [];
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
      noSaliency: prediction?.noSaliency ?? [],
      frames: frames.get(row.videoId)?.find((strip) => strip.clip === clip) ?? null,
      hasMaps: prediction != null && (prediction.mapPosition !== null || prediction.demandedMapsId !== null),
      unreadable: prediction?.clipScores.length === 0 ? unreadableReason(video ?? null) : null,
    };
  });
}
