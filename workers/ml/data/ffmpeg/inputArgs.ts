import { resolve } from 'node:path';
import { demuxerOf } from './demuxerOf';
import { missingBytes } from './missingBytes';
import { undecodable } from './undecodable';

/** Larger pictures than 8K are taken for damage: a few bytes of a header must not ask for gigabytes of memory. */
export const maxPixels = 36_000_000;

export type InputOptions = {
  /** Seconds on the time line of the file at which to begin reading; null: at its beginning. */
  seek?: number | null;
};

/**
 * Arguments that open a local video and nothing else: forced demuxer, file protocol only, no references to other files,
 * one thread; times stay as the file has them.
 * @throws AppError video_missing, video_undecodable (also where the end of the file is missing)
 */
export async function inputArgs(path: string, { seek = null }: InputOptions = {}): Promise<string[]> {
  const demuxer = await demuxerOf(path);
  const missing = await missingBytes(path, demuxer);
  if (Number.isNaN(missing)) throw undecodable(path, 'it is cut short: its end is missing');
  if (missing > 0) throw undecodable(path, `it is cut short: ${missing} bytes of its end are missing`);
  const closed = ['-protocol_whitelist', 'file', ...(demuxer === 'mov' ? ['-enable_drefs', '0'] : [])];
  const position = seek === null ? [] : ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', seek.toFixed(6)];
  const decoder = ['-threads', '1', '-max_pixels', `${maxPixels}`];
  return [...closed, '-copyts', ...decoder, ...position, '-f', demuxer, '-i', `file:${resolve(path)}`];
}
