import type { VideoKind } from '@/domain/videoStates';
import type { VideoIndex } from '../scan/videoIndex';
import { sampledFrames } from './sampledFrames';

/** What a source keeps of a video while it is open: its sampled frames, and how to get at them. */
export type DemandVideo = {
  path: string;
  kind: VideoKind;
  height: number;
  width: number;
  timeBase: readonly [number, number];
  /** Number in the file of each sampled frame. */
  sampled: Int32Array;
  /** Time of a sampled frame, by its number in the file. */
  ticksOf: Map<number, number>;
  /** Time of the key frame from which a sampled frame can be decoded; none: from the start of the file. */
  keyOf: Map<number, number>;
};

export function demandVideo(path: string, index: VideoIndex, fps: number): DemandVideo {
  const { kind, height, width, timeBase, ticks, keys, seekable } = index;
  const sampled = sampledFrames(index, fps);
  const ticksOf = new Map<number, number>();
  const keyOf = new Map<number, number>();
  let key = -1; // the last of `keys` at or before the frame
  for (const frame of sampled) {
    ticksOf.set(frame, ticks[frame] ?? Number.NaN);
    while ((keys[key + 1] ?? Number.POSITIVE_INFINITY) <= frame) key += 1;
    const at = ticks[keys[key] ?? -1];
    if (seekable && key > 0 && at !== undefined) keyOf.set(frame, at);
  }
  return { path, kind, height, width, timeBase, sampled, ticksOf, keyOf };
}
