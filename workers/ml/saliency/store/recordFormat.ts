import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

// A record: magic (4), bytes of the payload (4), key (32), SHA-256 of the payload (32), CRC-32 of all that (4); then the payload.
const magic = Buffer.from('FVS1');
const keyAt = 8;
const digestAt = keyAt + 32;
const sumAt = digestAt + 32;

export const headerBytes = sumAt + 4;

export type RecordHeader = { key: string; length: number; digest: Buffer };

/** @param key SHA-256 in hexadecimal digits */
export function encodeRecord(key: string, payload: Uint8Array): Buffer {
  const record = Buffer.alloc(headerBytes + payload.length);
  magic.copy(record);
  record.writeUInt32LE(payload.length, 4);
  record.write(key, keyAt, 'hex');
  digestOf(payload).copy(record, digestAt);
  record.writeUInt32LE(crc32(record.subarray(0, sumAt)), sumAt);
  record.set(payload, headerBytes);
  return record;
}

/** null: these bytes are not the beginning of a record. */
export function decodeHeader(bytes: Buffer): RecordHeader | null {
  if (bytes.length < headerBytes || !bytes.subarray(0, 4).equals(magic)) return null;
  if (bytes.readUInt32LE(sumAt) !== crc32(bytes.subarray(0, sumAt))) return null;
  return {
    key: bytes.toString('hex', keyAt, digestAt),
    length: bytes.readUInt32LE(4),
    digest: Buffer.from(bytes.subarray(digestAt, sumAt)),
  };
}

export function isPayloadOf({ digest }: Pick<RecordHeader, 'digest'>, payload: Uint8Array): boolean {
  return digestOf(payload).equals(digest);
}

function digestOf(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest();
}
