import { spawnSync } from 'node:child_process';
import { ffmpegPath } from './ffmpegPath';

/** Runs the real ffmpeg, independently of the code under test; gives what it wrote to its standard output. */
export function runFfmpegTool(args: string[]): Buffer {
  const whole = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...args];
  const { status, stdout, stderr } = spawnSync(ffmpegPath(), whole, { maxBuffer: 2 ** 31 - 1 });
  if (status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${stderr}`);
  return stdout;
}
