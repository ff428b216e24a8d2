// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { downloadWheels } from './downloadWheels.mjs';
import { megabytes } from './megabytes.mjs';
import { foveaCache } from './paths.mjs';
import { SetupError } from './setupError.mjs';
import { unzip } from './unzip.mjs';
import { ffmpegWheels } from './wheels.mjs';

const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * The ffmpeg in use: the one that FOVEA_FFMPEG names, else the pinned build in the cache (which may not be there yet).
 * @returns {{ path: string, pinned: boolean }}
 */
export function ffmpegPath(env = process.env) {
  if (env.FOVEA_FFMPEG) return { path: env.FOVEA_FFMPEG, pinned: false };
  const { name, version } = ffmpegWheels[PLATFORM] ?? { name: 'none', version: '' };
  return { path: path.join(foveaCache(env), 'ffmpeg', `${name}-${version}-${PLATFORM}`, 'ffmpeg'), pinned: true };
}

/**
 * Puts the pinned static ffmpeg into the cache; it makes the rendered data set the same everywhere.
 * @param {import('./report.mjs').Report} report
 */
export async function installFfmpeg(report) {
  const wheel = ffmpegWheels[PLATFORM];
  if (!wheel) {
    throw new SetupError(
      `There is no ffmpeg for ${PLATFORM} in Fovea's list.`,
      'Install ffmpeg with libx264 and set FOVEA_FFMPEG to it.',
    );
  }
  const folder = path.dirname(ffmpegPath({ ...process.env, FOVEA_FFMPEG: '' }).path);
  const downloads = `${folder}.downloads`;
  if (existsSync(folder)) return rmSync(downloads, { recursive: true, force: true }); // an interruption may have left them
  report.step(`ffmpeg: ${wheel.name} ${wheel.version} with pip, ${megabytes(wheel.bytes)}`);
  mkdirSync(downloads, { recursive: true });
  const [file = ''] = await downloadWheels([wheel], {
    folder: downloads,
    python: 'python3',
    onProgress: report.progress,
  });
  const unpacked = `${folder}.unpacking`;
  rmSync(unpacked, { recursive: true, force: true });
  const isProgram = (/** @type {string} */ name) => name.startsWith('imageio_ffmpeg/binaries/ffmpeg-');
  const bytes = await unzip(file, { folder: unpacked, target: (name) => (isProgram(name) ? 'ffmpeg' : undefined) });
  renameSync(unpacked, folder);
  rmSync(downloads, { recursive: true, force: true });
  report.done(megabytes(bytes));
}
