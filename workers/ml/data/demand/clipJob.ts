import type { VideoKind } from '@/domain/videoStates';
import type { PixelBox } from '@/workers/ml/views/viewTransform';

/** Some frames of a video, cut out; a message to the loading thread. */
export type ClipJob = {
  path: string;
  kind: VideoKind;
  /** Numbers of the frames in the file, rising. */
  frames: number[];
  /** Their times in ticks. */
  ticks: number[];
  /** The key frame at which to begin, in ticks and in seconds; null: at the start of the file. */
  from: { tick: number; seconds: number } | null;
  /** What to keep of each frame. */
  region: PixelBox;
};

export function jobBytes({ frames, region }: Pick<ClipJob, 'frames' | 'region'>): number {
  return frames.length * region.height * region.width * 3;
}
