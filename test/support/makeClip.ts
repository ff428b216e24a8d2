import { spawnSync } from 'node:child_process';
import { ffmpegPath } from '@/test/support/ffmpegPath';

export type ClipSpec = {
  path: string;
  /** One RGB frame each, height x width x 3. */
  frames: Uint8Array[];
  height: number;
  width: number;
  /** Frames a second, or a fraction such as 30000/1001. */
  fps: number | string;
  /** Arguments after the input; default: H.264, nearly lossless. */
  output?: string[];
};

/** Encodes a tiny clip with the real ffmpeg, independently of the code under test. */
export function makeClip({ path, frames, height, width, fps, output }: ClipSpec): void {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', `${fps}`, '-i', 'pipe:0'];
  const codec = output ?? ['-c:v', 'libx264', '-crf', '4', '-pix_fmt', 'yuv420p'];
  const args = ['-hide_banner', '-loglevel', 'error', '-y', ...input, ...codec, path];
  const { status, stderr } = spawnSync(ffmpegPath(), args, { input: Buffer.concat(frames) });
  if (status !== 0) throw new Error(`ffmpeg could not make ${path}: ${stderr}`);
}

/** Frames that can be told apart after coding: frame k is grey of level 8 k + 8, k < 30. */
export function numberedFrames(count: number, size: { height: number; width: number }): Uint8Array[] {
  return Array.from({ length: count }, (_, k) => new Uint8Array(size.height * size.width * 3).fill(8 * k + 8));
}

/** The number of a decoded frame of `numberedFrames`. */
export function frameNumber(rgb: Uint8Array): number {
  const mean = rgb.reduce((sum, value) => sum + value, 0) / rgb.length;
  return Math.max(0, Math.round((mean - 8) / 8));
}
