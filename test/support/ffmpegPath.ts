import { existsSync } from 'node:fs';
import { ffmpegPath as ffmpegInUse } from '@/scripts/setup/installFfmpeg.mjs';

/** The ffmpeg that the tests use: FOVEA_FFMPEG, or the pinned one that the set-up has put into the cache. */
export function ffmpegPath(): string {
  const { path } = ffmpegInUse();
  if (!existsSync(path)) throw new Error(`there is no ffmpeg at ${path}: run "npm run doctor", or set FOVEA_FFMPEG`);
  return path;
}
