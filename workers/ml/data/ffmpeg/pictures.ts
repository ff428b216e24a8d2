import type { PixelBox } from '@/workers/ml/views/viewTransform';
import type { FrameInfo } from './frameTimes';

/** Conversion of YUV to RGB: accurate and the same on every processor. Part of the key of decoded caches. */
export const conversionFlags = 'bicubic+accurate_rnd+full_chroma_int+bitexact';

/** Pixels that are not square are made so by changing the width; a frame that is too narrow for that keeps one column. */
const squarePixels = 'scale=w=max(1\\,round(iw*if(sar\\,sar\\,1))):h=ih';

/** Size of a frame as it is shown: rotated (ffmpeg does that), with square pixels. */
export function shownSize({ height, width, pixelAspect }: Pick<FrameInfo, 'height' | 'width' | 'pixelAspect'>) {
  return { height, width: Math.max(1, Math.round(width * pixelAspect)) };
}

/**
 * Arguments that write the frames of the first real video stream (cover pictures are none) as shown, uint8 RGB, to the
 * standard output; the log names every decoded frame with its time.
 * @param only ticks of the frames to write and the part of each; null: all frames, whole
 */
export function pictureArgs(only: { ticks: readonly number[]; region: PixelBox } | null): string[] {
  const filters = ['showinfo=checksum=0', squarePixels];
  if (only) {
    const { top, left, height, width } = only.region;
    filters.splice(1, 0, chosenFrames(only.ticks));
    filters.push('format=rgb24', `crop=${width}:${height}:${left}:${top}`); // cut after the conversion: chroma is coarser
  }
  const stream = ['-map', '0:V:0', '-vf', filters.join(','), '-fps_mode', 'passthrough'];
  return [...stream, '-sws_flags', conversionFlags, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
}

/** Each of these times once: of frames with the same time the first is shown. */
function chosenFrames(ticks: readonly number[]): string {
  return `select=${anyOf(ticks)}*(isnan(prev_selected_pts)+gt(pts\\,prev_selected_pts))`;
}

/** A sum in brackets of brackets: ffmpeg refuses long chains as too deep. */
function anyOf(ticks: readonly number[]): string {
  if (ticks.length <= 16) return `(${ticks.map((tick) => `eq(pts\\,${tick})`).join('+')})`;
  const half = ticks.length >> 1;
  return `(${anyOf(ticks.slice(0, half))}+${anyOf(ticks.slice(half))})`;
}
