import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskFull } from '@/server/artifacts/diskFull';
import { sha256Of } from '@/server/artifacts/writeBytes';

/** Folder, beside the artifacts, of the maps of evaluations under way: a folder a run. */
export const mapsFolder = '.maps';

/** An evaluation under way. */
export type MapsOf = { runId: string; variant: string; checkpointStep: number };

/** Maps of one video: `place` counts records of equal length from the beginning of the file. */
export type MapRecord = { place: number; maps: Uint8Array };

/** The file that the maps of an evaluation are written into, video by video, and which becomes the artifact of all. */
export function mapsFile(root: string, { runId, variant, checkpointStep }: MapsOf): string {
  return join(root, mapsFolder, runId, `${variant}-${checkpointStep}`);
}

/**
 * Writes records to their places; a process that is killed meanwhile leaves at most some that no row speaks of.
 * @param root folder of all artifacts
 * @throws AppError disk_full
 */
export async function writeMapRecords(root: string, of: MapsOf, records: MapRecord[]): Promise<void> {
  if (records.length === 0) return;
  const path = mapsFile(root, of);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    try {
      for (const { place, maps } of records) await writeAll(file, maps, place * maps.length);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw await diskFull(
      root,
      records.reduce((sum, { maps }) => sum + maps.length, 0),
      cause,
    );
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

/**
 * Which of these places hold what was written there: a machine that lost its power may know of a record that never reached the disk.
 * @param length of a record [bytes]
 */
export async function soundPlaces(
  root: string,
  of: MapsOf,
  { known, length }: { known: { place: number; sha256: string }[]; length: number },
): Promise<Set<number>> {
  const sound = new Set<number>();
  const file = known.length === 0 ? null : await open(mapsFile(root, of), 'r').catch(() => null);
  if (file === null) return sound;
  try {
    const bytes = new Uint8Array(length);
    for (const { place, sha256 } of known) {
      const { bytesRead } = await file.read(bytes, 0, length, place * length);
      if (bytesRead === length && sha256Of(bytes) === sha256) sound.add(place);
    }
    return sound;
  } finally {
    await file.close();
  }
}

/**
 * Cuts the file behind its last record, makes it durable, and gives it its name as an artifact.
 * @param size of all records [bytes]
 * @returns SHA-256 of all
 */
export async function sealMapsFile(root: string, of: MapsOf, size: number): Promise<string> {
  const file = await open(mapsFile(root, of), 'r+');
  try {
    await file.truncate(size);
    await file.sync();
    const hash = createHash('sha256');
    for await (const piece of file.createReadStream({ start: 0, autoClose: false })) hash.update(piece as Uint8Array);
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** Removes the file of an evaluation that is recorded: its bytes live on under the name of the artifact. */
export async function dropMapsFile(root: string, of: MapsOf): Promise<void> {
  await rm(mapsFile(root, of), { force: true });
}
