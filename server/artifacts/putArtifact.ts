import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Tx } from '@/server/db';
import { artifactPath } from './artifactPath';
import { writeBytes } from './writeBytes';

export type NewArtifact = { root: string; sha256: string; bytes: Uint8Array; mime: string };

/**
 * The row for bytes that `writeBytes` made durable; equal bytes share one row. Call it in the transaction that refers to the artifact:
 * until its end nobody can remove the bytes. Several in one transaction: in the order of their hashes, or two transactions may block
 * each other.
 * @returns id of the artifact
 */
export async function putArtifact(tx: Tx, { root, sha256, bytes, mime }: NewArtifact): Promise<string> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`;
  // The bytes may have been removed with the last reference to them since they were written.
  const present = await stat(artifactPath(root, sha256)).catch(() => null);
  if (!present) await writeBytes(root, bytes);
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into artifacts (id, sha256, size, mime)
    values (${randomUUID()}::uuid, ${sha256}, ${bytes.length}, ${mime})
    on conflict (sha256) do update set size = excluded.size
    returning id::text`;
  if (!row) throw new Error('insert of an artifact returned no row');
  return row.id;
}
