import { containers, type Demuxer } from '../ffmpeg/containers';

/** From half a frame at 20 fps on it matters which frame a label falls on; encoders put up to 23 ms of sound first. */
const worthAWord = 0.025;

/**
 * What to say of a video whose pictures do not begin at 0; null where they do.
 * @param start when the first frame is shown (startSeconds.ts)
 */
export function startRemark(
  start: number,
  { demuxer, fileStart }: { demuxer: Demuxer; fileStart: number },
): string | null {
  const seconds = (value: number) => `${value.toFixed(3)} s`;
  const ownClock = containers[demuxer].zero === 'file';
  const words: string[] = [];
  if (!ownClock && Math.abs(fileStart) >= worthAWord)
    words.push(`its clock begins at ${seconds(fileStart)}: times count from there`);
  if (start >= worthAWord) {
    const soundFirst = start - (ownClock ? fileStart : 0) >= worthAWord;
    words.push(`its first picture is shown at ${seconds(start)}${soundFirst ? ', its sound begins earlier' : ''}`);
  }
  if (start <= -worthAWord) words.push(`its first picture is shown at ${seconds(start)}, before 0`);
  return words.length > 0 ? words.join('; ') : null;
}
