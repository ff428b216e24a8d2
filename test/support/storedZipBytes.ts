import { storedZip } from '@/domain/formats/storedZip';

/** A stored zip of these members, in memory. */
export async function storedZipBytes(members: Record<string, Uint8Array | string>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const list = Object.entries(members).map(([name, content]) => {
    const bytes = Buffer.from(content as Uint8Array);
    return { name, size: bytes.length, read: () => bytes };
  });
  for await (const part of storedZip(list)) parts.push(part);
  return Buffer.concat(parts);
}
