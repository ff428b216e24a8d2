import { rm, stat } from 'node:fs/promises';
import { Prisma } from '@/prisma/generated/client';
import { artifactPath } from '@/server/artifacts/artifactPath';
import type { Db, Tx } from '@/server/db';
import { type Freed, nothing, sumOf } from './freed';
import { isUnreferenced } from './references';

const artifactsAtATime = 50;

/**
 * Removes those of these artifacts that nothing refers to: rows first, in a transaction, then bytes, each in one of its own. A kill at
 * any point leaves bytes without a row, which `sweepFiles` finds; never a row without its bytes. Both steps hold the lock that who
 * stores the same bytes takes, so either they stay or he writes them again.
 * @param root folder of all artifacts
 */
export async function removeArtifacts(db: Db, { ids, root }: { ids: string[]; root: string }): Promise<Freed> {
  const freed: Freed[] = [];
  for (let at = 0; at < ids.length; at += artifactsAtATime) {
    const removed = await db.$transaction((tx) => removeRows(tx, ids.slice(at, at + artifactsAtATime)));
    freed.push({ ...nothing, rows: removed.length });
    for (const sha256 of removed) freed.push(await removeBytes(db, { sha256, root }));
  }
  return sumOf(freed);
}

async function removeRows(tx: Tx, ids: string[]): Promise<string[]> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(sha256, 0))::text
    from (select sha256 from artifacts where id = any(${ids}::uuid[]) order by sha256 collate "C") as sorted`;
  // A statement of its own: it sees what was committed while this one waited for the locks.
  const rows = await tx.$queryRaw<{ sha256: string }[]>(
    Prisma.sql`delete from artifacts a where a.id = any(${ids}::uuid[]) and ${isUnreferenced} returning sha256`,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Removes bytes that no row speaks of. */
export function removeBytes(db: Db, { sha256, root }: { sha256: string; root: string }): Promise<Freed> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`;
    const row = await tx.artifact.findUnique({ where: { sha256 }, select: { id: true } });
    if (row) return nothing;
    return removeFile(artifactPath(root, sha256));
  });
}

/** Removes a file, and says what that gave. */
export async function removeFile(path: string): Promise<Freed> {
  const stats = await stat(path).catch(() => null);
  if (!stats) return nothing;
  await rm(path, { force: true });
  return { rows: 0, files: 1, bytes: stats.nlink > 1 ? 0 : stats.size }; // of two names for the same bytes one frees nothing
}
