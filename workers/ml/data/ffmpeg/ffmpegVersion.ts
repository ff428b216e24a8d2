import { AppError } from '@/domain/errors';
import { runFfmpeg } from './runFfmpeg';

/**
 * The version that ffmpeg reports, for example `n9.0.2-17-g2a571b6068-20260930`.
 * @throws AppError ffmpeg_missing
 */
export async function ffmpegVersion(ffmpegPath: string): Promise<string> {
  let output = '';
  await runFfmpeg({
    ffmpegPath,
    args: ['-version'],
    timeoutMs: 30_000,
    onStdout: (chunk) => {
      output += chunk.toString('utf8');
    },
  });
  const version = /^ffmpeg version (\S+)/.exec(output)?.[1];
  if (!version)
    throw new AppError(
      'ffmpeg_missing',
      `${ffmpegPath} does not answer like ffmpeg. Correct FOVEA_FFMPEG or the path in use.`,
    );
  return version;
}
