import type { RandomBoxKey } from '@/workers/ml/data/randomBox';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import type { ViewTransform } from '@/workers/ml/views/viewTransform';

/** T frames of a video under one view transform F, with its labels. */
export type Clip = {
  item: VideoItem;
  firstFrame: number;
  /** Numbers of its frames in the video; past the end the last one repeats. */
  frameNumbers: number[];
  view: ViewTransform;
  /** (T, classes), 0 or 1. */
  frameLabels: Float32Array;
  /** Names the stream that a random box of this clip comes from. */
  randomKey: RandomBoxKey;
};
