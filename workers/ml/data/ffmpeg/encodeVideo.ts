import { AppError } from '@/domain/errors';
import { fileFault } from '@/domain/fileFault';
import { runFfmpeg } from './runFfmpeg';

/** How ffmpeg says what the system answered (strerror). */
const errnoWords: [RegExp, string][] = [
  [/No space left on device/i, 'ENOSPC'],
  [/Disk quota exceeded/i, 'EDQUOT'],
  [/Read-only file system/i, 'EROFS'],
  [/Input\/output error/i, 'EIO'],
  [/Permission denied/i, 'EACCES'],
];

export type EncodeRequest = {
  ffmpegPath: string;
  /** uint8 RGB, (T, height, width, 3). */
  frames: Uint8Array;
  height: number;
  width: number;
  fps: number;
  /** File to write, MP4 whatever its name. */
  path: string;
  signal?: AbortSignal;
};

/**
 * Encodes frames as H.264 (libx264, crf 18, veryfast, yuv420p) in MP4. The same ffmpeg gives the same bytes every time:
 * one thread, no times of day, no versions in the file.
 * @throws AppError ffmpeg_missing, internal, disk_full
 */
export async function encodeVideo(request: EncodeRequest): Promise<void> {
  const { ffmpegPath, frames, height, width, fps, path, signal } = request;
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', `${fps}`, '-i', 'pipe:0'];
  const codec = ['-c:v', 'libx264', '-crf', '18', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-threads', '1'];
  const exact = ['-sws_flags', 'bicubic+accurate_rnd+bitexact', '-fflags', '+bitexact', '-flags:v', '+bitexact'];
  const output = ['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', '-y', `file:${path}`];
  const args = ['-loglevel', 'error', '-protocol_whitelist', 'file,pipe', ...input, ...codec, ...exact, ...output];
  const { code, timedOut, log } = await runFfmpeg({ ffmpegPath, args, input: frames, timeoutMs: 300_000, signal });
  if (code === 0) return;
  const reason = timedOut ? 'it did not end within 300 s' : log.join(' ');
  const errno = errnoWords.find(([words]) => words.test(reason))?.[1];
  const failed = Object.assign(new Error(reason), { code: errno, path, syscall: 'write' });
  const fault = fileFault(failed, 'start again: what is done stays');
  if (fault) throw fault;
  if (/Unknown encoder/i.test(reason))
    throw new AppError('ffmpeg_missing', `${ffmpegPath} has no libx264. Set FOVEA_FFMPEG to an ffmpeg that has it.`);
  throw new AppError('internal', `ffmpeg could not write ${path}: ${reason}`);
}
