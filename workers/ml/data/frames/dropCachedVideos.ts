import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { indexFile } from '../scan/videoIndex';
import { cacheFiles, isCacheFolder } from './cacheEntry';

/** What was removed. */
type Dropped = { rows: 0; files: number; bytes: number };

/**
 * Removes what this host keeps of some videos: decoded frames, at whatever rate and size, and indices. A run that needs them later makes
 * them again.
 */
export async function dropCachedVideos(cacheRoot: string, videos: { id: string; path: string }[]): Promise<Dropped> {
  const folders = (await readdir(cacheRoot).catch(() => [])).filter(isCacheFolder);
  const dropped: Dropped = { rows: 0, files: 0, bytes: 0 };
  for (const video of videos) {
    // The entry goes first: frames without one do not count as decoded.
    const frames = folders.flatMap((folder) => {
      const { entry, original, resized } = cacheFiles(join(cacheRoot, folder), video);
      return [entry, original, resized];
    });
    for (const path of [...frames, indexFile({ path: video.path, cacheRoot })]) {
      const found = await stat(path).catch(() => null);
      if (!found) continue;
      await rm(path, { force: true });
      dropped.files += 1;
      dropped.bytes += found.size;
    }
  }
  return dropped;
}
