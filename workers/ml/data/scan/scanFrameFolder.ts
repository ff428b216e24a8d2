import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '@/domain/errors';
import { undecodable } from '../ffmpeg/undecodable';
import { framePicture } from './framePicture';
import { pictureStamp } from './pictureStamp';
import type { FoundIndex } from './scanVideoFile';
import { videoStamp } from './videoIndex';

/** Frames a second of the extracted frames of Charades (`Charades_v1_rgb`). */
export const extractedFrameRate = 24;

/** File of frame k (0-based) of a folder of extracted frames: `<id>/<id>-000001.jpg` is frame 0. */
export function extractedFrame(folder: string, k: number): string {
  return join(folder, `${basename(folder)}-${String(k + 1).padStart(6, '0')}.jpg`);
}

/**
 * Checks a folder of extracted frames: numbers without a gap from 1 on, and every picture as a run reads it (format, equal sizes,
 * pixels). Other files in the folder are left alone.
 * @throws AppError video_missing, video_undecodable (with the number of the frame)
 */
export async function scanFrameFolder({ path, signal }: { path: string; signal?: AbortSignal }): Promise<FoundIndex> {
  const source = await videoStamp(path);
  const entries = await readdir(path, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOTDIR') throw undecodable(path, 'it is a file, not a folder of frames', 'frames');
    const message = `The folder of frames ${path} is missing or cannot be read. Put it back, or import the data set again.`;
    throw new AppError('video_missing', message, { cause });
  });
  if (!source) throw undecodable(path, 'it went away while it was read');
  const prefix = `${basename(path)}-`;
  const linked = async (name: string) => (await stat(join(path, name)).catch(() => null))?.isFile() === true;
  const files = new Set<string>(); // no pipes: reading one would wait for ever
  for (const entry of entries)
    if (entry.isFile() || (entry.isSymbolicLink() && (await linked(entry.name)))) files.add(entry.name);
  const numbers = [...files]
    .filter((name) => name.startsWith(prefix) && /^\d{6}\.jpg$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length, -4)))
    .sort((a, b) => a - b);
  if (numbers.length === 0) throw undecodable(path, `it holds no frames ${prefix}000001.jpg, ...`, 'frames');
  const gap = numbers.findIndex((number, k) => number !== k + 1);
  if (gap >= 0) throw undecodable(path, `frame ${gap + 1} is missing`, 'frames');

  let size: { height: number; width: number } | null = null;
  for (let k = 0; k < numbers.length; k++) {
    signal?.throwIfAborted();
    const found = await framePicture(extractedFrame(path, k), { number: k + 1 });
    if ('reason' in found) throw undecodable(path, found.reason, found.advice);
    const { height, width } = found;
    if (size && (size.height !== height || size.width !== width))
      throw undecodable(
        path,
        `frame ${k + 1} is ${width} x ${height}, the first ${size.width} x ${size.height}`,
        'frames',
      );
    size ??= { height, width };
  }
  return {
    source,
    pictures: await pictureStamp(path),
    ...(size ?? { height: 1, width: 1 }),
    startSeconds: 0,
    timeBase: [1, extractedFrameRate],
    ticks: numbers.map((_, k) => k),
    keys: [],
    seekable: true,
    remarks: [],
  };
}
