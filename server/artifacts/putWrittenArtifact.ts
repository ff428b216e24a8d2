import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Tx } from '@/server/db';
import { artifactPath } from './artifactPath';

export type WrittenArtifact = {
  root: string;
  sha256: string;
  size: number;
  mime: string;
  /** Writes the bytes once more, should they have been removed with the last reference to them. */
  rewrite: () => Promise<unknown>;
};

/**
 * The row for bytes that were made durable; equal bytes share one row. Call it in the transaction that refers to the artifact: until
 * its end nobody can remove the bytes. Several in one transaction: in the order of their hashes, or two transactions may block each
 * other.
 * @returns id of the artifact
 */
export async function putWrittenArtifact(tx: Tx, artifact: WrittenArtifact): Promise<string> {
  const { root, sha256, size, mime, rewrite } = artifact;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`;
  const present = await stat(artifactPath(root, sha256)).catch(() => null);
  if (!present) await rewrite();
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into artifacts (id, sha256, size, mime)
    values (${randomUUID()}::uuid, ${sha256}, ${size}, ${mime})
    on conflict (sha256) do update set size = excluded.size
    returning id::text`;
  if (!row) throw new Error('insert of an artifact returned no row');
  return row.id;
}
