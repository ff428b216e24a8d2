import { open } from 'node:fs/promises';
import type { Demuxer } from './containers';

/**
 * Bytes that the container of a video says are in the file but are not, 0 where it is whole or does not say: decoders read
 * a copy that was cut off without a word when the cut falls between two frames.
 */
export async function missingBytes(path: string, demuxer: Demuxer): Promise<number> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const at = async (position: number) => {
      const buffer = Buffer.alloc(16);
      await file.read(buffer, 0, 16, position);
      return buffer;
    };
    const ends: Partial<Record<Demuxer, (read: ReadAt, size: number) => Promise<number>>> = {
      ...{ mov: movEnd, matroska: matroskaEnd, avi: aviEnd },
    };
    return Math.max(0, ((await ends[demuxer]?.(at, size)) ?? 0) - size);
  } finally {
    await file.close();
  }
}

type ReadAt = (position: number) => Promise<Buffer>;

/** Where the last top-level box with pictures or their table ends. */
async function movEnd(read: ReadAt, size: number): Promise<number> {
  let position = 0;
  let end = 0;
  while (position + 8 <= size) {
    const head = await read(position);
    const name = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - position : short;
    if (bytes < 8 || !/^[\w -]{4}$/.test(name)) break; // padding or rubbish after the last box
    position += bytes;
    if (['moov', 'mdat', 'moof'].includes(name)) end = position;
  }
  return end;
}

/** A Matroska file is one header and one segment; a live recording leaves the size of the segment open. */
async function matroskaEnd(read: ReadAt): Promise<number> {
  const header = elementAt(await read(0));
  if (!header) return 0;
  const segment = elementAt(await read(header.dataAt + header.bytes));
  if (segment?.id !== 0x18538067 || segment.open) return 0;
  return header.dataAt + header.bytes + segment.dataAt + segment.bytes;
}

/** EBML: an id of 1..4 bytes and a size of 1..8 bytes; the leading zero bits of the first byte give the length. */
function elementAt(bytes: Buffer): { id: number; dataAt: number; bytes: number; open: boolean } | null {
  const idLength = Math.clz32(bytes[0] ?? 0) - 23;
  const first = bytes[idLength] ?? 0;
  const sizeLength = Math.clz32(first) - 23;
  if (idLength > 4 || sizeLength > 8) return null;
  let size = BigInt(first & (0xff >> sizeLength));
  for (let k = 1; k < sizeLength; k++) size = (size << 8n) | BigInt(bytes[idLength + k] ?? 0);
  const open = size === (1n << BigInt(7 * sizeLength)) - 1n;
  return { id: bytes.readUIntBE(0, idLength), dataAt: idLength + sizeLength, bytes: Number(size), open };
}

/** Old recorders miscounted a little, and the index at the end is not needed. */
const aviSlack = 4096;

/** The first RIFF chunk; longer recordings go on in further ones. A size of 0 was never filled in. */
async function aviEnd(read: ReadAt): Promise<number> {
  const bytes = (await read(0)).readUInt32LE(4);
  return bytes === 0 || bytes === 0xffffffff ? 0 : bytes + 8 - aviSlack;
}
