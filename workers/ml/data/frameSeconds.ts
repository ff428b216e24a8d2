import type { FrameInfo } from './frames/frameSource';

/** When sampled frames of a video are shown, in seconds on the time line that annotations speak of. */
export function frameSeconds(
  numbers: readonly number[],
  { startSeconds, fps }: Pick<FrameInfo, 'startSeconds'> & { fps: number },
): number[] {
  return numbers.map((number) => startSeconds + number / fps);
}
