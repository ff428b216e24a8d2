import { inputArgs } from './inputArgs';
import { refuse } from './refuse';
import { runFfmpeg } from './runFfmpeg';
import { faultOf } from './undecodable';

export type VideoProbe = {
  codec: string;
  /** Pixels as stored, before a rotation flag is applied. */
  height: number;
  width: number;
  /** Frames a second, null where the file does not say. */
  fps: number | null;
  /** Seconds, null where the file does not say. */
  durationSeconds: number | null;
};

/**
 * What a video file says about itself; nothing is decoded.
 * @throws AppError video_missing, video_undecodable, ffmpeg_missing
 */
export async function probeVideo({ ffmpegPath, path }: { ffmpegPath: string; path: string }): Promise<VideoProbe> {
  const lines: string[] = [];
  // Without an output ffmpeg describes the input and exits with an error: only the description counts.
  await runFfmpeg({
    ffmpegPath,
    args: await inputArgs(path),
    timeoutMs: 60_000,
    onStderrLine: (line) => lines.push(line),
  });
  const stream = lines.find((line) => /^\s*Stream #0:\d+.*: Video: /.test(line)) ?? '';
  const codec = /: Video: (\w+)/.exec(stream)?.[1];
  const size = /, (\d+)x(\d+)/.exec(stream);
  if (!codec || !size)
    throw await refuse(
      path,
      faultOf(
        lines.filter((line) => /none|pixel|matches/.test(line)),
        'it holds no readable video stream',
      ),
    );
  const fps = /, ([\d.]+) fps/.exec(stream)?.[1];
  const duration = /^\s*Duration: (\d+):(\d+):([\d.]+)/m.exec(lines.join('\n'));
  return {
    codec,
    width: Number(size[1]),
    height: Number(size[2]),
    fps: fps === undefined ? null : Number(fps),
    durationSeconds: duration ? Number(duration[1]) * 3600 + Number(duration[2]) * 60 + Number(duration[3]) : null,
  };
}
