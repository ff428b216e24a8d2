import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { VideoIndex } from './videoIndex';

/** Size and latest time of the files in a folder: the folder itself does not change when a picture in it is written over. */
export async function pictureStamp(folder: string): Promise<VideoIndex['pictures']> {
  const stamp = { bytes: 0, modified: 0 };
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(() => null);
    stamp.bytes += found?.size ?? 0;
    stamp.modified = Math.max(stamp.modified, Math.round(found?.mtimeMs ?? 0));
  }
  return stamp;
}
