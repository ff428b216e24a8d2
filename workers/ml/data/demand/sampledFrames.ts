import { createNearestFrames } from '../ffmpeg/nearestFrames';
import type { VideoIndex } from '../scan/videoIndex';

/**
 * Which frame of the file each sampled frame is: number k is the one nearest to k / fps seconds after the first frame.
 * At least one.
 */
export function sampledFrames({ ticks, timeBase }: Pick<VideoIndex, 'ticks' | 'timeBase'>, fps: number): Int32Array {
  const sampled: number[] = [];
  const sampler = createNearestFrames<number>(fps, (frame) => sampled.push(frame));
  const first = ticks[0] ?? 0;
  ticks.forEach((tick, frame) => {
    sampler.push((tick - first) * (timeBase[0] / timeBase[1]), frame);
  });
  sampler.finish();
  return Int32Array.from(sampled);
}
