import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { type VideoKind, videoKindSchema } from '@/domain/videoStates';
import { writeWhole } from '@/files/writeWhole.mjs';

/** Raise it when scanning finds something else in the same file. */
export const indexVersion = 2;

/** When each frame of a video is shown, and where decoding can begin: what is needed to decode some of its frames. */
export const videoIndexSchema = z.object({
  version: z.literal(indexVersion),
  kind: videoKindSchema,
  /** The file (or folder) that was scanned: another size or time is another video. */
  source: z.object({ bytes: z.number(), modified: z.number() }),
  /** The same of all pictures in a folder of frames together. */
  pictures: z.object({ bytes: z.number(), modified: z.number() }).nullable(),
  /** Pixels as shown: rotation and the shape of the pixels are applied. */
  height: z.int().min(1),
  width: z.int().min(1),
  /** When the first frame is shown, in seconds on the time line that annotations speak of (startSeconds.ts). */
  startSeconds: z.number(),
  /** Seconds a tick, as a fraction. */
  timeBase: z.tuple([z.number(), z.number()]),
  /** Time of every frame on the time line of the file; strictly rising. */
  ticks: z.array(z.number()).min(1),
  /** Frames (numbers into `ticks`) at which decoding can begin. */
  keys: z.array(z.int().min(0)),
  /** Decoding may begin at a key frame. Not so where frames are damaged (what becomes of them depends on where it began). */
  seekable: z.boolean(),
  remarks: z.array(z.string()),
});
export type VideoIndex = z.infer<typeof videoIndexSchema>;

export type IndexedVideo = { path: string; kind: VideoKind; cacheRoot: string };

/** Where the index of a video is kept; videos of the same name in different folders do not meet. */
export function indexFile({ path, cacheRoot }: Pick<IndexedVideo, 'path' | 'cacheRoot'>): string {
  const name = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 24);
  return join(cacheRoot, 'video-index', name.slice(0, 2), `${name}.json`);
}

/** Size and time of a video; null where there is nothing. */
export async function videoStamp(path: string): Promise<VideoIndex['source'] | null> {
  const found = await stat(path).catch(() => null);
  return found && { bytes: found.size, modified: Math.round(found.mtimeMs) };
}

/** The index of a video; null where it was never scanned or has changed since. */
export async function readVideoIndex(video: IndexedVideo): Promise<VideoIndex | null> {
  try {
    const [text, stamp] = await Promise.all([readFile(indexFile(video), 'utf8'), videoStamp(video.path)]);
    const index = videoIndexSchema.parse(JSON.parse(text));
    const same = index.source.bytes === stamp?.bytes && index.source.modified === stamp.modified;
    return same && index.kind === video.kind ? index : null;
  } catch {
    return null; // not there, or of another version: it is made again
  }
}

/** Writes the index; a reader sees the old one or the new one, whole. */
export async function writeVideoIndex(video: IndexedVideo, index: VideoIndex): Promise<void> {
  const file = indexFile(video);
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, (path) => writeFile(path, JSON.stringify(index)));
}

/** Seconds from the first frame to the end of the last one, which lasts as long as the one before it; 0 for a single frame. */
export function shownSeconds({ ticks, timeBase }: Pick<VideoIndex, 'ticks' | 'timeBase'>): number {
  const [first, before, last] = [ticks[0] ?? 0, ticks.at(-2), ticks.at(-1) ?? 0];
  return before === undefined ? 0 : ((2 * last - before - first) * timeBase[0]) / timeBase[1];
}
