import { AppError } from '@/domain/errors';
import { createFrameSplitter } from './frameSplitter';
import { createFrameTimes } from './frameTimes';
import { inputArgs } from './inputArgs';
import { createNearestFrames } from './nearestFrames';
import { runFfmpeg } from './runFfmpeg';

export type DecodedFrame = {
  /** uint8 RGB, (height, width, 3); the same array comes again where a frame is sampled twice. */
  rgb: Uint8Array;
  height: number;
  width: number;
};

export type DecodeRequest = {
  ffmpegPath: string;
  path: string;
  /** Frames a second; frame k is the one nearest to k / fps seconds. */
  fps: number;
  onFrame: (frame: DecodedFrame, index: number) => void;
  timeoutMs?: number;
  signal?: AbortSignal;
};

/** Conversion of YUV to RGB: accurate and the same on every processor. Part of the key of decoded caches. */
export const conversionFlags = 'bicubic+accurate_rnd+full_chroma_int+bitexact';

/**
 * Decodes a local video frame by frame with ffmpeg; every decodable video gives at least one frame.
 * @returns the number of frames, at least 1
 * @throws AppError video_missing, video_undecodable (damaged, truncated, no video stream, timeout), ffmpeg_missing
 */
export async function decodeVideo(request: DecodeRequest): Promise<number> {
  const { ffmpegPath, path, fps, timeoutMs = 600_000, signal } = request;
  let size: { height: number; width: number } | null = null;
  let count = 0;
  const times: number[] = [];
  const frames: Uint8Array[] = [];
  const sampler = createNearestFrames<Uint8Array>(fps, (rgb) => {
    if (size) request.onFrame({ rgb, ...size }, count++);
  });
  const splitter = createFrameSplitter((frame) => {
    frames.push(frame);
    drain();
  });
  const readTimes = createFrameTimes();

  // Pixels and times come through two pipes: whichever is late is waited for.
  function drain(): void {
    while (times.length > 0 && frames.length > 0) sampler.push(times.shift() ?? 0, frames.shift() ?? new Uint8Array());
  }

  function onStderrLine(line: string): void {
    const info = readTimes(line);
    if (!info) return;
    if (Number.isNaN(info.seconds)) throw undecodable(path, 'its frames carry no times');
    if (size && (size.height !== info.height || size.width !== info.width))
      throw undecodable(path, 'its frames change their size');
    times.push(info.seconds);
    if (!size) {
      size = { height: info.height, width: info.width };
      splitter.setFrameBytes(size.height * size.width * 3);
    }
    drain();
  }

  const picture = ['-map', '0:v:0', '-vf', 'showinfo=checksum=0', '-fps_mode', 'passthrough'];
  const output = ['-sws_flags', conversionFlags, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  const args = ['-loglevel', 'info', ...(await inputArgs(path)), ...picture, ...output];
  const onStdout = (chunk: Buffer) => splitter.push(chunk);
  const result = await runFfmpeg({ ffmpegPath, args, onStdout, onStderrLine, timeoutMs, signal });
  if (result.timedOut) throw undecodable(path, `ffmpeg was not done after ${Math.round(timeoutMs / 1000)} s`);
  if (result.code !== 0) throw undecodable(path, complaint(result.log));
  if (splitter.open || times.length > 0 || frames.length > 0) throw undecodable(path, 'ffmpeg stopped within a frame');
  sampler.finish();
  if (count === 0) throw undecodable(path, 'it has no frames');
  return count;
}

function undecodable(path: string, reason: string): AppError {
  return new AppError(
    'video_undecodable',
    `The video ${path} cannot be decoded: ${reason}. Replace the file by an intact copy, or delete it and prepare the data set again.`,
  );
}

/** The first line of ffmpeg's log that is a complaint, without the address of the part that made it. */
function complaint(log: string[]): string {
  const lines = log.filter((line) => /error|invalid|not found|moov|matches no streams|corrupt|missing/i.test(line));
  return (lines.at(0) ?? log.at(-1) ?? 'ffmpeg says nothing').replace(/^\[[^\]]*\] /, '').replace(/[.\s]+$/, '');
}
