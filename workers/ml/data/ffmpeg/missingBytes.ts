import { type FileHandle, open } from 'node:fs/promises';
import type { Demuxer } from './containers';

/**
 * Bytes that the container of a video says are in the file but are not, 0 where it is whole or does not say (MPEG-TS and MPEG never
 * do); NaN where its end is missing and nobody knows how much. Decoders read a copy that was cut off without a word when the cut falls
 * between two frames.
 */
export async function missingBytes(path: string, demuxer: Demuxer): Promise<number> {
  const find = ends[demuxer];
  if (!find) return 0;
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const end = await find(file, size);
    return Number.isNaN(end) ? end : Math.max(0, end - size);
  } finally {
    await file.close();
  }
}

/** Where each container says that it ends; NaN where its end is not there. */
const ends: Partial<Record<Demuxer, (file: FileHandle, size: number) => Promise<number>>> = {
  mov: movEnd,
  matroska: matroskaEnd,
  avi: aviEnd,
  asf: asfEnd,
  flv: flvEnd,
  gif: gifEnd,
};

async function bytesAt(file: FileHandle, position: number, length = 16): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, Math.max(0, position));
  return buffer;
}

/** The top-level boxes of an MP4 or MOV, as far as they make sense. */
export async function* movBoxes(file: FileHandle, size: number) {
  for (let at = 0; at + 8 <= size; ) {
    const head = await bytesAt(file, at);
    const name = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - at : short;
    if (bytes < 8 || !/^[\w -]{4}$/.test(name)) return; // padding or rubbish after the last box
    yield { name, at, bytes };
    at += bytes;
  }
}

/** Where the last top-level box with pictures or their table ends. */
async function movEnd(file: FileHandle, size: number): Promise<number> {
  let end = 0;
  for await (const { name, at, bytes } of movBoxes(file, size))
    if (['moov', 'mdat', 'moof'].includes(name)) end = at + bytes;
  return end;
}

/** A Matroska file is one header and one segment; a live recording leaves the size of the segment open. */
async function matroskaEnd(file: FileHandle): Promise<number> {
  const header = elementAt(await bytesAt(file, 0));
  if (!header) return 0;
  const segment = elementAt(await bytesAt(file, header.dataAt + header.bytes));
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
async function aviEnd(file: FileHandle): Promise<number> {
  const bytes = (await bytesAt(file, 0)).readUInt32LE(4);
  return bytes === 0 || bytes === 0xffffffff ? 0 : bytes + 8 - aviSlack;
}

/** The header of a WMV file names the size of the file, 0 in a live recording. */
async function asfEnd(file: FileHandle): Promise<number> {
  const head = await bytesAt(file, 0, 65_536);
  const at = head.indexOf(Buffer.from('a1dcab8c47a9cf118ee400c00c205365', 'hex'));
  return at < 0 ? 0 : Number(head.readBigUInt64LE(at + 40));
}

/** Every tag of an FLV file is followed by its size. */
async function flvEnd(file: FileHandle, size: number): Promise<number> {
  const bytes = (await bytesAt(file, size - 4, 4)).readUInt32BE(0);
  const tag = await bytesAt(file, size - 4 - bytes, 11);
  return bytes < size && tag.readUIntBE(1, 3) + 11 === bytes ? 0 : Number.NaN;
}

/** A GIF ends with a semicolon; what follows is padding. */
async function gifEnd(file: FileHandle, size: number): Promise<number> {
  return (await bytesAt(file, size - 64, Math.min(64, size))).includes(0x3b) ? 0 : Number.NaN;
}
