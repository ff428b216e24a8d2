import type { Stats } from 'node:fs';
import { readdir, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isHalfWritten } from '@/files/writeWhole.mjs';
import type { Db } from '@/server/db';
import { mapsFolder } from '@/server/evaluations/mapsFile';
import { type Freed, nothing, sumOf } from './freed';
import { removeBytes, removeFile } from './removeArtifacts';

/** Younger files may belong to somebody who has not written the row yet. */
export const graceSeconds = 3600;

export type Sweep = {
  /** Folder of all artifacts. */
  root: string;
  /** Files that were written or renamed within so long stay. */
  grace?: number;
  /** Counts, and removes nothing. */
  dryRun?: boolean;
};

/**
 * Removes files under the folder of artifacts that nothing speaks of: bytes without a row, maps of evaluations that are not under way,
 * and what interrupted processes left half written. Files of other names are not ours and stay.
 */
export async function sweepFiles(db: Db, sweep: Sweep): Promise<Freed> {
  const freed: Freed[] = [];
  for (const name of await namesIn(sweep.root)) {
    const path = join(sweep.root, name);
    if (isHalfWritten(name)) freed.push(await sweepTemporary(path, sweep));
    if (/^[0-9a-f]{2}$/.test(name)) freed.push(await sweepBytes(db, path, sweep));
    if (name === mapsFolder) freed.push(await sweepMaps(db, path, sweep));
  }
  return sumOf(freed);
}

async function sweepTemporary(path: string, { grace, dryRun }: Sweep): Promise<Freed> {
  const stats = await oldEnough(path, grace);
  if (!stats) return nothing;
  return dryRun ? { rows: 0, files: 1, bytes: stats.size } : removeFile(path);
}

async function sweepBytes(db: Db, folder: string, { root, grace, dryRun }: Sweep): Promise<Freed> {
  const names = (await namesIn(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  if (names.length === 0) return nothing;
  const rows = await db.artifact.findMany({ where: { sha256: { in: names } }, select: { sha256: true } });
  const known = new Set(rows.map(({ sha256 }) => sha256));
  const freed: Freed[] = [];
  for (const sha256 of names) {
    if (known.has(sha256)) continue;
    const stats = await oldEnough(join(folder, sha256), grace);
    if (stats) freed.push(dryRun ? { rows: 0, files: 1, bytes: stats.size } : await removeBytes(db, { sha256, root }));
  }
  return sumOf(freed);
}

async function sweepMaps(db: Db, folder: string, { grace, dryRun }: Sweep): Promise<Freed> {
  const freed: Freed[] = [];
  for (const runId of (await namesIn(folder)).filter((name) => z.uuid().safeParse(name).success)) {
    for (const name of await namesIn(join(folder, runId))) {
      const path = join(folder, runId, name);
      const stats = await oldEnough(path, grace);
      if (!stats || (await isUnderWay(db, { runId, name }))) continue;
      freed.push(dryRun ? { rows: 0, files: 1, bytes: stats.size } : await removeMaps(db, { runId, name, path }));
    }
    if (!dryRun) await rmdir(join(folder, runId)).catch(() => undefined); // only where it is empty
  }
  return sumOf(freed);
}

/** Who writes to the file holds the row of the run meanwhile. */
function removeMaps(db: Db, { path, ...of }: { runId: string; name: string; path: string }): Promise<Freed> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from tasks where run_id = ${of.runId}::uuid order by id for update`;
    return (await isUnderWay(tx, of)) ? nothing : removeFile(path);
  });
}

async function isUnderWay(
  db: Pick<Db, '$queryRaw'>,
  { runId, name }: { runId: string; name: string },
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ known: boolean }[]>`
    select exists (
      select 1 from partial_scores
      where run_id = ${runId}::uuid and variant || '-' || checkpoint_step = ${name} and map_position is not null) as known`;
  return row?.known ?? false;
}

/** Of a file that nobody has touched for `grace` seconds. A rename, which changes no time of the content, counts as well. */
async function oldEnough(path: string, grace = graceSeconds): Promise<Stats | null> {
  const stats = await stat(path).catch(() => null);
  if (!stats?.isFile()) return null;
  return Date.now() - Math.max(stats.mtimeMs, stats.ctimeMs) >= grace * 1000 ? stats : null;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
