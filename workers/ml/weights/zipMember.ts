/** A stored member of a zip file; `start` is the place of its first byte in the file. */
export type ZipMember = { name: string; start: number; size: number; crc32: number };
