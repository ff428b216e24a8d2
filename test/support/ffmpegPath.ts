import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { foveaCache } from '@/scripts/setup/paths.mjs';

/** The ffmpeg that the tests use: FOVEA_FFMPEG, or the pinned one that the set-up has put into the cache. */
export function ffmpegPath(): string {
  if (process.env.FOVEA_FFMPEG) return path.resolve(process.env.FOVEA_FFMPEG);
  const folder = path.join(foveaCache(), 'ffmpeg');
  if (existsSync(folder))
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().reverse())
      if (/^ffmpeg(-[\w.-]+)?$/.test(path.basename(name)) && !name.includes('.part')) return path.join(folder, name);
  throw new Error('there is no ffmpeg: run "npm run doctor", or set FOVEA_FFMPEG');
}
