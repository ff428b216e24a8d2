import { closeSync, openSync, readdirSync, readSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHeader, headerBytes, isPayloadOf, type RecordHeader } from './recordFormat';

/** Names of files of records. */
export const recordFile = /^[0-9a-f]+-[0-9a-f]+\.records$/;

/** Reads the records that all processes have written into a folder. */
export type RecordIndex = {
  /** The payload under a key, checked; null where there is none that is whole. Never throws. */
  find(key: string): Uint8Array | null;
};

type Place = RecordHeader & { path: string; from: number };
type SeenFile = { read: number; damaged: boolean; usedAt: number };

/** A file's time says when it was last used; it is set again after so long. */
const touchMs = 60_000;

/** The index follows the files as they grow: what a process writes, the others find at their next question. */
export function openRecordIndex(folder: string): RecordIndex {
  const seen = new Map<string, SeenFile>();
  /** Where records lie; a key has several places where processes wrote it at the same time. */
  const places = new Map<string, Place[]>();

  function readOn(path: string, file: SeenFile): void {
    const { size } = statSync(path);
    if (size < file.read + headerBytes) return;
    const descriptor = openSync(path, 'r');
    try {
      for (;;) {
        if (size < file.read + headerBytes) return;
        const header = decodeHeader(readBytes(descriptor, file.read, headerBytes));
        file.damaged = header === null; // nothing tells where the next record begins
        const from = file.read + headerBytes;
        if (!header || size < from + header.length) return; // at the end: being written, or its writer was killed
        places.set(header.key, [...(places.get(header.key) ?? []), { ...header, path, from }]);
        file.read = from + header.length;
      }
    } finally {
      closeSync(descriptor);
    }
  }

  function readAll(): void {
    for (const name of quietly(() => readdirSync(folder)) ?? []) {
      if (!recordFile.test(name)) continue;
      const path = join(folder, name);
      const file = seen.get(path) ?? { read: 0, damaged: false, usedAt: Number.NEGATIVE_INFINITY };
      seen.set(path, file);
      if (!file.damaged) quietly(() => readOn(path, file)); // gone meanwhile: nothing to find in it
    }
  }

  function payloadAt({ path, from, length, digest }: Place): Uint8Array | null {
    const payload = quietly(() => {
      const descriptor = openSync(path, 'r');
      try {
        return readBytes(descriptor, from, length);
      } finally {
        closeSync(descriptor);
      }
    });
    if (!payload || !isPayloadOf({ digest }, payload)) return null;
    const file = seen.get(path);
    if (file && Date.now() - file.usedAt > touchMs) {
      file.usedAt = Date.now();
      quietly(() => utimesSync(path, new Date(), new Date()));
    }
    return new Uint8Array(payload); // memory of its own, aligned
  }

  function known(key: string): Uint8Array | null {
    const under = places.get(key) ?? [];
    for (let place = under.at(-1); place; place = under.at(-1)) {
      const payload = payloadAt(place);
      if (payload) return payload;
      under.pop();
    }
    places.delete(key);
    return null;
  }

  return {
    find(key) {
      const payload = known(key);
      if (payload) return payload;
      readAll();
      return known(key);
    },
  };
}

function readBytes(descriptor: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const read = readSync(descriptor, bytes, at, length - at, from + at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}

function quietly<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
