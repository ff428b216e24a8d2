import type { Size } from '@/workers/ml/views/resizedSize';
import { createDecodeReport } from './decodeReport';
import { demuxerOf } from './demuxerOf';
import { createFrameSplitter } from './frameSplitter';
import type { FrameInfo } from './frameTimes';
import { inputArgs } from './inputArgs';
import { createNearestFrames } from './nearestFrames';
import { pictureArgs, shownSize } from './pictures';
import { refuse } from './refuse';
import { runFfmpeg } from './runFfmpeg';
import { startSeconds } from './startSeconds';
import { undecodable } from './undecodable';

export type DecodedFrame = {
  /** uint8 RGB, (height, width, 3); the same array comes again where a frame is sampled twice. */
  rgb: Uint8Array;
  height: number;
  width: number;
};

export type DecodeRequest = {
  ffmpegPath: string;
  path: string;
  /** Frames a second; frame k is the one nearest to k / fps seconds after the first frame. */
  fps: number;
  onFrame: (frame: DecodedFrame, index: number) => void;
  /** Told once when the first frame is shown, in seconds on the time line that annotations speak of. */
  onStart?: (startSeconds: number) => void;
  timeoutMs?: number;
  signal?: AbortSignal;
};

/**
 * Decodes a whole local video frame by frame with ffmpeg; every decodable video gives at least one frame. A few damaged
 * frames are tolerated (decodeReport.ts).
 * @returns the number of frames, at least 1
 * @throws AppError video_missing, video_undecodable (damaged, truncated, no video stream, timeout), ffmpeg_missing
 */
export async function decodeVideo(request: DecodeRequest): Promise<number> {
  const { ffmpegPath, path, fps, timeoutMs = 600_000, signal } = request;
  const firsts: (FrameInfo & { shown: Size })[] = []; // one, the first frame
  let count = 0;
  const times: number[] = [];
  const frames: Uint8Array[] = [];
  const sampler = createNearestFrames<Uint8Array>(fps, (rgb) => {
    const [first] = firsts;
    if (first) request.onFrame({ rgb, ...first.shown }, count++);
  });
  const splitter = createFrameSplitter((frame) => {
    frames.push(frame);
    drain();
  });
  const report = createDecodeReport();

  // Pixels and times come through two pipes: whichever is late is waited for.
  let shownUntil = Number.NEGATIVE_INFINITY;
  function drain(): void {
    while (times.length > 0 && frames.length > 0) {
      const time = times.shift() ?? 0;
      const rgb = frames.shift() ?? new Uint8Array();
      if (time <= shownUntil) continue; // its time does not advance: it is never shown
      shownUntil = time;
      sampler.push(time, rgb);
    }
  }

  function onStderrLine(line: string): void {
    const info = report.read(line);
    if (!info) return;
    if (Number.isNaN(info.seconds)) throw undecodable(path, 'its frames carry no times');
    const first = firsts[0] ?? { ...info, shown: shownSize(info) };
    if (firsts.length === 0) {
      firsts.push(first);
      splitter.setFrameBytes(first.shown.height * first.shown.width * 3);
    }
    if (info.height !== first.height || info.width !== first.width)
      throw undecodable(path, 'its frames change their size', 'oneSize');
    times.push((info.ticks - first.ticks) * (info.timeBase[0] / info.timeBase[1]));
    drain();
  }

  const args = ['-loglevel', 'repeat+verbose', ...(await inputArgs(path)), ...pictureArgs(null)];
  const onStdout = (chunk: Buffer) => splitter.push(chunk);
  const result = await runFfmpeg({ ffmpegPath, args, onStdout, onStderrLine, timeoutMs, signal });
  if (result.timedOut) throw undecodable(path, `ffmpeg was not done after ${Math.round(timeoutMs / 1000)} s`);
  if (result.code !== 0) throw await refuse(path, report.failure());
  if (splitter.open || times.length > 0 || frames.length > 0) throw undecodable(path, 'ffmpeg stopped within a frame');
  const verdict = report.verdict();
  const [first] = firsts;
  if (!first || verdict !== null) throw await refuse(path, verdict ?? report.failure());
  sampler.finish();
  request.onStart?.(startSeconds(first, { demuxer: await demuxerOf(path), fileStart: report.fileStart }));
  return count;
}
