import { containers, type Demuxer } from './containers';
import type { FrameInfo } from './frameTimes';

/**
 * When the first frame of a video is shown, in seconds on the time line that annotations speak of (`zero` in containers.ts): later
 * than 0 where sound begins first or the file leaves a gap, earlier where it begins before its own zero.
 * @param fileStart seconds on the clock of the file at which its first stream begins
 */
export function startSeconds(
  first: Pick<FrameInfo, 'ticks' | 'timeBase'>,
  { demuxer, fileStart }: { demuxer: Demuxer; fileStart: number },
): number {
  const { zero } = containers[demuxer];
  if (zero === 'first_picture') return 0;
  const seconds = first.ticks * (first.timeBase[0] / first.timeBase[1]);
  if (zero === 'file') return seconds;
  const late = seconds - fileStart;
  return Math.abs(late) < rounding ? 0 : late;
}

/** The log gives the beginning of the file in millionths of a second. */
const rounding = 2e-6;
