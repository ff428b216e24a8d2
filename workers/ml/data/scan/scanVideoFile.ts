import { containers } from '../ffmpeg/containers';
import { createDecodeReport, lossText } from '../ffmpeg/decodeReport';
import { demuxerOf } from '../ffmpeg/demuxerOf';
import type { FrameInfo } from '../ffmpeg/frameTimes';
import { inputArgs } from '../ffmpeg/inputArgs';
import { shownSize } from '../ffmpeg/pictures';
import { refuse } from '../ffmpeg/refuse';
import { runFfmpeg } from '../ffmpeg/runFfmpeg';
import { startSeconds } from '../ffmpeg/startSeconds';
import { undecodable } from '../ffmpeg/undecodable';
import { startRemark } from './startRemark';
import { type VideoIndex, videoStamp } from './videoIndex';

/** Two hours of decoding, or a minute without a frame, are taken for a hang. */
const timeoutMs = 2 * 3600_000;
const idleMs = 60_000;

export type FoundIndex = Omit<VideoIndex, 'version' | 'kind'>;

/**
 * Decodes a whole video file once, keeping the times of its frames. A few damaged frames are tolerated and remarked upon:
 * a frame that cannot be decoded is absent, one with guessed parts is used.
 * @throws AppError video_missing, video_undecodable (with the reason), ffmpeg_missing; the reason of the signal
 */
export async function scanVideoFile(request: {
  ffmpegPath: string;
  path: string;
  signal?: AbortSignal;
}): Promise<FoundIndex> {
  const { ffmpegPath, path, signal } = request;
  const input = await inputArgs(path);
  const source = await videoStamp(path);
  if (!source) throw undecodable(path, 'it went away while it was read');

  const report = createDecodeReport();
  const frames: FrameInfo[] = [];
  let late = 0;
  const onStderrLine = (line: string) => {
    const frame = report.read(line);
    if (!frame) return;
    const [first, last] = [frames[0], frames.at(-1)];
    if (Number.isNaN(frame.seconds)) throw undecodable(path, 'its frames carry no times');
    if (first && (first.width !== frame.width || first.height !== frame.height || !sameBase(first, frame)))
      throw undecodable(path, 'its frames change their size', 'oneSize');
    if (last && frame.ticks <= last.ticks) late += 1;
    else frames.push(frame);
  };
  const picture = ['-map', '0:V:0', '-vf', 'showinfo=checksum=0', '-fps_mode', 'passthrough', '-f', 'null', '-'];
  const args = ['-loglevel', 'repeat+verbose', ...input, ...picture];
  const result = await runFfmpeg({ ffmpegPath, args, onStderrLine, timeoutMs, idleMs, signal });
  if (result.timedOut) throw undecodable(path, 'the decoder hangs');
  if (result.code !== 0) throw await refuse(path, report.failure());
  const verdict = report.verdict();
  const [first] = frames;
  if (!first || verdict !== null) throw await refuse(path, verdict ?? report.failure());

  const { fileStart } = report;
  const demuxer = await demuxerOf(path);
  const start = startSeconds(first, { demuxer, fileStart });
  const remarks: string[] = [];
  const began = startRemark(start, { demuxer, fileStart });
  if (began !== null) remarks.push(began);
  const loss = report.loss();
  if (loss) remarks.push(lossText(loss));
  if (late > 0) remarks.push(`${late} frames left out: their times do not advance`);
  if (first.pixelAspect !== 1) remarks.push(`pixels are not square: shown at ${sizeText(shownSize(first))}`);
  return {
    source,
    pictures: null,
    ...shownSize(first),
    startSeconds: start,
    timeBase: [...first.timeBase],
    ticks: frames.map(({ ticks }) => ticks),
    keys: frames.flatMap(({ key }, k) => (key ? [k] : [])),
    seekable: !report.blemished && containers[demuxer].seekable,
    remarks,
  };
}

function sameBase(a: FrameInfo, b: FrameInfo): boolean {
  return a.timeBase[0] === b.timeBase[0] && a.timeBase[1] === b.timeBase[1];
}

function sizeText({ width, height }: { width: number; height: number }): string {
  return `${width} x ${height}`;
}
