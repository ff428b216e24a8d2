import path from 'node:path';
import { expect } from 'vitest';
import type { VideoScan } from '@/domain/videoStates';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { frameNumber, makeClip, numberedFrames } from '@/test/support/makeClip';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { decodeVideo } from '@/workers/ml/data/ffmpeg/decodeVideo';
import { scanVideo } from '@/workers/ml/data/scan/scanVideo';

export const size = { height: 32, width: 48 };
export const x264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-crf', '4'];

export const scan = (file: string, extra = {}): Promise<VideoScan> =>
  scanVideo({
    ffmpegPath: ffmpegPath(),
    path: file,
    kind: 'video',
    cacheRoot: path.join(path.dirname(file), 'cache'),
    ...extra,
  });

/** A clip of numbered grey frames (see makeClip.ts) in a folder of its own. */
export function clip(name: string, count: number, fps: number | string, output = x264): string {
  const file = path.join(temporaryFolder(), name);
  makeClip({ path: file, frames: numberedFrames(count, size), ...size, fps, output });
  return file;
}

/** Makes a file beside `from`; `{}` in the arguments stands for `from`. */
export function derive(from: string, name: string, args: string[]): string {
  const file = path.join(path.dirname(from), name);
  runFfmpegTool([...args.map((arg) => (arg === '{}' ? from : arg)), file]);
  return file;
}

/** The numbers of the frames sampled at a rate, by both ways to decode; they must agree. */
export async function sampled(file: string, fps: number): Promise<number[]> {
  const whole: number[] = [];
  await decodeVideo({
    ffmpegPath: ffmpegPath(),
    path: file,
    fps,
    onFrame: ({ rgb }) => whole.push(frameNumber(rgb)),
  });
  const { source } = await openDemandSource({
    items: [{ id: 'v', path: file, kind: 'video' }],
    cacheRoot: path.join(path.dirname(file), 'cache'),
    ffmpegPath: ffmpegPath(),
    fps,
    resize: 16,
  });
  const { frames, height, width } = source.info('v');
  const frameNumbers = Array.from({ length: frames }, (_, k) => k);
  const clips = await source.open([{ videoId: 'v', frameNumbers, region: null }]);
  const pixels = await clips.original(0, { top: 0, left: 0, height, width });
  const bytes = height * width * 3;
  const picked = frameNumbers.map((k) => frameNumber(pixels.subarray(k * bytes, (k + 1) * bytes)));
  await source.close();
  expect(picked).toEqual(whole);
  return picked;
}
