import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { videoEndings } from '@/workers/ml/data/ffmpeg/containers';

/** What can be opened as a video in a folder. Pipes, sockets and devices are passed over: opening one may never return. */
export type VideoFolder = {
  /** Name of the file, where it is there exactly. */
  has(name: string): string | null;
  /** Names of the video files called so, without their ending; best ending first. */
  called(stem: string): string[];
  /** Name of the folder in it, where there is one; what a link leads to is not looked at. */
  folder(name: string): string | null;
};

export const noVideos: VideoFolder = { has: () => null, called: () => [], folder: () => null };

/** Reads the names in a folder once; a folder that is not there is empty. Names are compared in Unicode's composed form. */
export async function readVideoFolder(folder: string): Promise<VideoFolder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const stems = new Map<string, string[]>();
  for (const entry of entries) {
    const name = entry.name.normalize('NFC');
    if (entry.isDirectory() || entry.isSymbolicLink()) folders.set(name, entry.name);
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    files.set(name, entry.name);
    if (rankOf(name) < 0) continue;
    const stem = name.slice(0, -extname(name).length);
    const same = [...(stems.get(stem) ?? []), entry.name].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
    stems.set(stem, same);
  }
  return {
    has: (name) => files.get(name.normalize('NFC')) ?? null,
    called: (stem) => stems.get(stem.normalize('NFC')) ?? [],
    folder: (name) => folders.get(name.normalize('NFC')) ?? null,
  };
}

/** Whether a name ends as video files do. */
export function isVideoName(name: string): boolean {
  return rankOf(name) >= 0;
}

function rankOf(name: string): number {
  return videoEndings.indexOf(extname(name).toLowerCase());
}
