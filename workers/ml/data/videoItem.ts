import type { VideoKind, VideoState } from '@/domain/videoStates';

/** An action of a video: class index and seconds. */
export type ActionInterval = { class: number; start: number; end: number };

/** A labelled video of a data set in the layout of Charades. */
export type VideoItem = {
  id: string;
  /** The video file, or the folder of its frames. */
  path: string;
  kind: VideoKind;
  /** As the import found it. */
  state: VideoState;
  actions: ActionInterval[];
  lengthSeconds: number;
};

/** The videos and classes of a data set; a class index is the number in its code (c008 = 8). */
export type VideoDataset = {
  classes: { id: number; name: string }[];
  train: VideoItem[];
  test: VideoItem[];
};
