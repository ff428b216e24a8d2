import type { Box } from './box';

/** Clips of an evaluation that were asked where they are salient, and those of them whose map singled no place out. */
export type SaliencyCount = { clips: number; without: number };

/** One video of an evaluation. */
export type EvaluatedVideo = {
  id: string;
  /** Place in the split. */
  position: number;
  /** Pooled probability per class; empty where the video could not be read: it ranks last. */
  scores: Float32Array;
  /** (clips x classes) probabilities. */
  clipScores: Float32Array;
  /** One box a clip; null where the row has no box. */
  boxes: Box[] | null;
  /** Per clip: share of frames whose box holds an active object, -1 = none active; null where truth or box is unknown. */
  hits: number[] | null;
  /** Clips (from 0) whose saliency map singles no place out: their box is the centre one. Absent: none. */
  noSaliency?: number[];
  /** Classes that happen in any frame of the clips, ascending. */
  sampledClasses: number[];
};

/** `maps`: uint8 (clips x side x side), 255 = maximum of the map; null where the row has none or the disk budget leaves them out. */
export type FinishedVideo = EvaluatedVideo & { maps: Uint8Array | null };
