import path from 'node:path';
import { frameNumber, makeClip, numberedFrames } from '@/test/support/makeClip';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { size } from '@/test/support/scanClips';
import { temporaryFolder } from '@/test/support/temporaryFolder';

/** How a video was put together: picture n (its number is painted into it) is shown at `firstSeconds` + n / `fps`. */
export type Plan = {
  name: string;
  firstSeconds: number;
  fps: number;
  /** Arguments for pictures and sound. */
  video: string[];
  /** Sound from this second on; null: none. */
  sound: { from: number; codec: string[] } | null;
  /** Further arguments of the container. */
  container?: string[];
};

const pictures = 20;

/** Puts a painted video together as planned. @returns its file */
export function paintedVideo({ name, firstSeconds, fps, video, sound, container = [] }: Plan): string {
  const folder = temporaryFolder();
  const painted = path.join(folder, 'painted.mkv');
  makeClip({ path: painted, frames: numberedFrames(pictures, size), ...size, fps, output: ['-c:v', 'ffv1'] });
  const file = path.join(folder, name);
  if (firstSeconds < 0) {
    const encoded = path.join(folder, 'encoded.webm'); // what is before 0 is cut off when it is encoded
    runFfmpegTool(['-i', painted, ...video, encoded]);
    runFfmpegTool(['-itsoffset', `${firstSeconds}`, '-i', encoded, '-c', 'copy', ...container, file]);
    return file;
  }
  const seconds = `${pictures / fps + Math.max(0, firstSeconds)}`;
  const audio = sound ? ['-itsoffset', `${sound.from}`, '-f', 'lavfi', '-t', seconds, '-i', 'anoisesrc=a=0.01'] : [];
  runFfmpegTool([
    ...['-itsoffset', `${firstSeconds}`, '-i', painted, ...audio, '-map', '0:v'],
    ...(sound ? ['-map', '1:a', ...sound.codec] : []),
    ...[...video, '-fps_mode', 'passthrough', ...container, file],
  ]);
  return file;
}

/** The numbers that are painted into decoded frames, uint8 RGB one after the other. */
export function paintedNumbers(pixels: Uint8Array): number[] {
  const bytes = size.height * size.width * 3;
  return Array.from({ length: pixels.length / bytes }, (_, k) =>
    frameNumber(pixels.subarray(k * bytes, (k + 1) * bytes)),
  );
}
