import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';

/** Endings of video files, best first where a video is there more than once. */
const endings = ['.mp4', '.mkv', '.webm', '.avi', '.mov'];

/** What can be opened as a video in a folder. Pipes, sockets and devices are passed over: opening one may never return. */
export type VideoFolder = {
  /** Name of the file, where it is there exactly. */
  has(name: string): string | null;
  /** Names of the video files called so, without their ending; best ending first. */
  called(stem: string): string[];
};

/** Reads the names in a folder once; a folder that is not there is empty. Names are compared in Unicode's composed form. */
export async function readVideoFolder(folder: string): Promise<VideoFolder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const files = new Map<string, string>();
  const stems = new Map<string, string[]>();
  for (const entry of entries) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    const name = entry.name.normalize('NFC');
    files.set(name, entry.name);
    if (rankOf(name) < 0) continue;
    const stem = name.slice(0, -extname(name).length);
    const same = [...(stems.get(stem) ?? []), entry.name].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
    stems.set(stem, same);
  }
  return {
    has: (name) => files.get(name.normalize('NFC')) ?? null,
    called: (stem) => stems.get(stem.normalize('NFC')) ?? [],
  };
}

function rankOf(name: string): number {
  return endings.indexOf(extname(name).toLowerCase());
}
