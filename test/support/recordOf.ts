import { createHash } from 'node:crypto';

/** The key of a test record. */
export function recordKey(k: number): string {
  return createHash('sha256').update(`record ${k}`).digest('hex');
}

/** Its payload: so many bytes that depend on the number. */
export function recordPayload(k: number, bytes = 100): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => (k * 31 + i * 7) & 0xff);
}
