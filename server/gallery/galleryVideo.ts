import { type Action, actionsSchema, type DatasetClass } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import type { Fusion } from '@/domain/fusions';
import { readStored } from '@/domain/stored';
import type { VariantId } from '@/domain/variants';
import type { Db } from '@/server/db';
import { type ClipFramesRef, clipFramesOf } from './clipFramesOf';
import { galleryExperiment } from './galleryExperiment';
import { type GalleryPictures, galleryPictures } from './galleryPictures';
import { unreadableReason } from './unreadableReason';
import { type VideoEvaluation, videoEvaluations } from './videoEvaluations';

export type GalleryVideo = {
  experimentName: string;
  datasetId: string;
  videoId: string;
  split: string;
  lengthSeconds: number;
  /** Pixels of a frame as shown; null where the import did not read the file. */
  size: { width: number; height: number } | null;
  /** Frames a second of the clips. */
  fps: number;
  classes: DatasetClass[];
  trueClasses: number[];
  actions: Action[];
  clips: ClipFramesRef[];
  /** Names the clips that the frames are of. */
  protocolKey: string;
  /** In the order of the rows of Table 2; only those that are evaluated, on the same clips. */
  evaluations: VideoEvaluation[];
  /** Rows that were evaluated on other clips, whose boxes and scores per clip cannot stand beside these. */
  otherProtocol: VariantId[];
  /** Why no row could read it; null where one could. */
  unreadable: string | null;
  /** What the disk budget left out of it. */
  pictures: GalleryPictures;
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
    select: {
      split: true,
      classes: true,
      actions: true,
      lengthSeconds: true,
      state: true,
      message: true,
      width: true,
      height: true,
    },
  });
  if (!video) throw new AppError('not_found', `The dataset of this experiment has no video "${videoId}".`);
  const { evaluations, protocolKey, otherProtocol } = await videoEvaluations(db, {
    experimentId,
    videoId,
    fusion,
    seed,
  });
  const frames = await clipFramesOf(db, { datasetId, protocolKey, videoIds: [videoId] });
  const { fps } = experiment.spec.clip;
  const clips = (frames.get(videoId) ?? []).map((clip) => ({ ...clip, times: timesOf(clip, fps) }));
  const unread = evaluations.length > 0 && evaluations.every(({ scores }) => scores.length === 0);
  return {
    experimentName: experiment.name,
    datasetId,
    videoId,
    split: video.split,
    lengthSeconds: video.lengthSeconds,
    size: video.width && video.height ? { width: video.width, height: video.height } : null,
    fps,
    classes: experiment.classes,
    trueClasses: video.classes,
    actions: readStored(actionsSchema, video.actions) ?? [],
    clips,
    protocolKey,
    evaluations,
    otherProtocol,
    unreadable: unread ? unreadableReason(video) : null,
    pictures: await galleryPictures(db, {
      videoId,
      datasetId,
      protocolKey,
      evaluations,
      framesStored: clips.length > 0,
    }),
  };
}

/** Clips from before their times were kept began at 0. */
function timesOf({ times, firstFrame, frames }: ClipFramesRef, fps: number): number[] {
  return times.length > 0 ? times : Array.from({ length: frames }, (_, k) => (firstFrame + k) / fps);
}
