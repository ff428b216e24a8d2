import type { VideoKind } from '@/domain/videoStates';
import type { VideoIndex } from '../scan/videoIndex';
import { sampledFrames } from './sampledFrames';

/** What a source keeps of a video while it is open, 5 kB for half a minute: its sampled frames, and how to get at them. */
export type DemandVideo = {
  path: string;
  kind: VideoKind;
  height: number;
  width: number;
  startSeconds: number;
  timeBase: readonly [number, number];
  /** Number in the file of each sampled frame. */
  sampled: Int32Array;
  /** Time of each sampled frame. */
  ticks: Float64Array;
  /** Time of the key frame from which each can be decoded; NaN: from the start of the file. */
  keyTicks: Float64Array;
};

export function demandVideo(path: string, index: VideoIndex, fps: number): DemandVideo {
  const { kind, height, width, startSeconds, timeBase, ticks, keys, seekable } = index;
  const sampled = sampledFrames(index, fps);
  let key = 0; // the last of `keys` at or before the frame; the first one is where the file begins
  const keyTicks = Float64Array.from(sampled, (frame) => {
    while ((keys[key + 1] ?? Number.POSITIVE_INFINITY) <= frame) key += 1;
    return seekable && key > 0 ? (ticks[keys[key] ?? 0] ?? Number.NaN) : Number.NaN;
  });
  const ownTicks = Float64Array.from(sampled, (frame) => ticks[frame] ?? Number.NaN);
  return { path, kind, height, width, startSeconds, timeBase, sampled, ticks: ownTicks, keyTicks };
}
