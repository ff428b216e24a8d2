import { AppError } from '@/domain/errors';
import { crc32 } from './crc32';

/** A member to be written; its bytes are asked for when their turn comes. */
export type NewMember = { name: string; size: number; read(): Promise<Uint8Array> | Uint8Array };
type PlacedMember = NewMember & { header: number; extra: number };
type WrittenMember = PlacedMember & { sum: number };

/** Data begin on multiples of this, so that PyTorch can map them into memory. */
const alignment = 64;
const headerBytes = 30;
const entryBytes = 46;
const endBytes = 22;
/** Summed at a time: some 5 ms. */
const sliceBytes = 2 ** 20;
/** 1980-01-01, the first day of zip: equal content gives equal bytes. */
const date = 0x21;

/** Size of the file that `storedZip` writes. @throws AppError('bad_request') from 4 GiB on, which would need zip64 */
export function storedZipSize(members: readonly NewMember[]): number {
  const placed = place(members);
  return placed.end + placed.members.reduce((sum, { name }) => sum + entryBytes + name.length, 0) + endBytes;
}

/**
 * A zip file of stored members, in pieces; only one member is in memory at a time.
 * @param members with names in ASCII; `size` must be what `read` gives
 */
export async function* storedZip(members: readonly NewMember[]): AsyncGenerator<Uint8Array<ArrayBufferLike>> {
  const { members: placed, end } = place(members);
  const written: WrittenMember[] = [];
  for (const member of placed) {
    const bytes = await member.read();
    if (bytes.length !== member.size) throw new Error(`${member.name} has ${bytes.length} bytes, not ${member.size}`);
    const entry = { ...member, sum: await sumOf(bytes) };
    written.push(entry);
    yield localHeader(entry);
    yield bytes;
  }
  let size = 0;
  for (const member of written) {
    const entry = directoryEntry(member);
    size += entry.length;
    yield entry;
  }
  const last = new DataView(new ArrayBuffer(endBytes));
  last.setUint32(0, 0x06054b50, true);
  last.setUint16(8, written.length, true);
  last.setUint16(10, written.length, true);
  last.setUint32(12, size, true);
  last.setUint32(16, end, true);
  yield new Uint8Array(last.buffer);
}

/** Check sum of a member, between whose slices others get their turn: a large array takes a quarter of a second. */
async function sumOf(bytes: Uint8Array): Promise<number> {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, 0));
    sum = crc32(bytes.subarray(at, at + sliceBytes), sum);
  }
  return sum;
}

function place(members: readonly NewMember[]): { members: PlacedMember[]; end: number } {
  let end = 0;
  const placed = members.map((member) => {
    const header = end;
    const data = header + headerBytes + member.name.length + 4;
    const extra = 4 + ((alignment - (data % alignment)) % alignment);
    end = header + headerBytes + member.name.length + extra + member.size;
    return { ...member, header, extra };
  });
  if (end >= 2 ** 32 || members.length >= 0xffff) {
    throw new AppError('bad_request', 'These weights are too large for a file of PyTorch. Export them as safetensors.');
  }
  return { members: placed, end };
}

function localHeader(member: WrittenMember): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(headerBytes + member.name.length + member.extra));
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, 20, true);
  writeFacts(view, 10, member);
  view.setUint16(28, member.extra, true);
  const bytes = new Uint8Array(view.buffer);
  bytes.set(new TextEncoder().encode(member.name), headerBytes);
  // An extra field "FB" of padding, as PyTorch writes it.
  const extra = headerBytes + member.name.length;
  bytes.set([0x46, 0x42], extra);
  view.setUint16(extra + 2, member.extra - 4, true);
  return bytes;
}

function directoryEntry(member: WrittenMember): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(entryBytes + member.name.length));
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, 20, true);
  writeFacts(view, 12, member);
  view.setUint32(42, member.header, true);
  const bytes = new Uint8Array(view.buffer);
  bytes.set(new TextEncoder().encode(member.name), entryBytes);
  return bytes;
}

/** Time, date, check sum, both sizes and the length of the name stand in the same order in both headers. */
function writeFacts(view: DataView, at: number, { name, size, sum }: WrittenMember): void {
  view.setUint16(at + 2, date, true);
  view.setUint32(at + 4, sum, true);
  view.setUint32(at + 8, size, true);
  view.setUint32(at + 12, size, true);
  view.setUint16(at + 16, name.length, true);
}
