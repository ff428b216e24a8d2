import type { Tx } from '@/server/db';
import { putWrittenArtifact } from './putWrittenArtifact';
import { writeBytes } from './writeBytes';

export type NewArtifact = { root: string; sha256: string; bytes: Uint8Array; mime: string };

/**
 * The row for bytes that `writeBytes` made durable; see putWrittenArtifact.
 * @returns id of the artifact
 */
export function putArtifact(tx: Tx, { root, sha256, bytes, mime }: NewArtifact): Promise<string> {
  return putWrittenArtifact(tx, { root, sha256, size: bytes.length, mime, rewrite: () => writeBytes(root, bytes) });
}
