import { createDecodeReport } from '../ffmpeg/decodeReport';
import { demuxerOf } from '../ffmpeg/demuxerOf';
import { inputArgs } from '../ffmpeg/inputArgs';
import { pictureArgs } from '../ffmpeg/pictures';
import { refuse } from '../ffmpeg/refuse';
import { runFfmpeg } from '../ffmpeg/runFfmpeg';
import { undecodable } from '../ffmpeg/undecodable';
import { type ClipJob, jobBytes } from './clipJob';

const timeoutMs = 1800_000;
const idleMs = 60_000;

/** ffmpeg itself goes back by so much in containers that are not searched by presentation time. */
const seekSlackSeconds = 3 / 23 + 1e-3;

/**
 * Decodes exactly the wanted frames of a video file, beginning at the key frame before them; the same bytes as from decoding
 * the whole file. Where a seek misses the key frame the file is read from its start.
 * @returns uint8 RGB, (frames, region.height, region.width, 3)
 * @throws AppError video_missing, video_undecodable (also where the file is not the one that was scanned), ffmpeg_missing
 */
export async function decodeFrames(request: {
  ffmpegPath: string;
  job: ClipJob;
  signal?: AbortSignal;
  /** Called for every frame that is decoded on the way, wanted or not. */
  onDecoded?: () => void;
}): Promise<Uint8Array> {
  const { from, path } = request.job;
  const slack = from && (await demuxerOf(path)) !== 'mov' ? [from.seconds + seekSlackSeconds] : [];
  for (const seek of from ? [...slack, from.seconds] : []) {
    const found = await decodeFrom({ ...request, seek });
    if (found) return found;
  }
  const found = await decodeFrom({ ...request, seek: null });
  if (!found) throw undecodable(path, 'its frames are not those that were found when it was scanned');
  return found;
}

/** null where not all wanted frames came, or decoding began after the key frame. */
async function decodeFrom(request: {
  ffmpegPath: string;
  job: ClipJob;
  seek: number | null;
  signal?: AbortSignal;
  onDecoded?: () => void;
}): Promise<Uint8Array | null> {
  const { ffmpegPath, job, seek, signal, onDecoded } = request;
  const { path, ticks, from, region } = job;
  const out = new Uint8Array(jobBytes(job));
  let filled = 0;
  let keySeen = seek === null || from === null;
  const report = createDecodeReport();
  const output = pictureArgs({ ticks, region });
  const limit = ['-frames:v', `${ticks.length}`];
  const args = ['-loglevel', 'repeat+verbose', ...(await inputArgs(path, { seek })), ...limit, ...output];
  const result = await runFfmpeg({
    ffmpegPath,
    args,
    timeoutMs,
    idleMs,
    signal,
    onStdout(chunk) {
      if (filled + chunk.length <= out.length) out.set(chunk, filled);
      filled += chunk.length;
    },
    onStderrLine(line) {
      const frame = report.read(line);
      if (!frame) return;
      onDecoded?.();
      if (frame.ticks === from?.tick) keySeen = true;
    },
  });
  if (result.timedOut) throw undecodable(path, 'the decoder hangs');
  if (seek !== null) return result.code === 0 && keySeen && filled === out.length ? out : null;
  if (result.code !== 0) throw await refuse(path, report.failure());
  return filled === out.length ? out : null;
}
