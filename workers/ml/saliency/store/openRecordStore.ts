import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRecord } from './recordFormat';
import { openRecordIndex, type RecordIndex } from './recordIndex';
import { trimRecords } from './trimRecords';

/** Bytes by key, kept on disk and shared by the processes of a host. */
export type RecordStore = RecordIndex & {
  /** Keeps a payload under a key (SHA-256, hexadecimal). Never throws: where it cannot be written, nothing more is. */
  put(key: string, payload: Uint8Array): void;
  close(): void;
};

/** A process goes on to another file after so many bytes: files are deleted whole. */
const fileBytes = 32 * 2 ** 20;

/**
 * Opens the records of one folder under `root`. Every process appends to files of its own and reads those of all, so that there is
 * nothing to lock: a record whose writer was killed, or that was changed on disk, fails its checksum and counts as missing. All
 * folders of the root together stay within the limit, but for the files that other processes have begun; those used longest ago go.
 * @param onStop told once, where the disk takes no more
 */
export function openRecordStore(options: {
  root: string;
  folder: string;
  limitBytes: number;
  onStop(reason: string): void;
}): RecordStore {
  const { root, limitBytes, onStop } = options;
  const folder = join(root, options.folder);
  const mostBytes = Math.min(fileBytes, Math.floor(limitBytes / 8));
  let own: { descriptor: number; bytes: number } | undefined;
  let stopped = false;

  function close(): void {
    if (own) closeSync(own.descriptor);
    own = undefined;
  }

  function openOwn(): { descriptor: number; bytes: number } {
    mkdirSync(folder, { recursive: true });
    trimRecords(root, limitBytes - mostBytes);
    mkdirSync(folder, { recursive: true }); // it may have been emptied and removed just now
    const name = `${process.pid.toString(16)}-${randomBytes(6).toString('hex')}.records`;
    return { descriptor: openSync(join(folder, name), 'ax'), bytes: 0 };
  }

  function append(record: Buffer): void {
    if (own && own.bytes + record.length > mostBytes) close();
    own ??= openOwn();
    for (let at = 0; at < record.length; ) at += writeSync(own.descriptor, record, at);
    own.bytes += record.length;
  }

  return {
    ...openRecordIndex(folder),
    put(key, payload) {
      const record = encodeRecord(key, payload);
      if (stopped || record.length > mostBytes) return;
      try {
        append(record);
      } catch (error) {
        stopped = true;
        onStop(error instanceof Error ? error.message : String(error));
      }
    },
    close,
  };
}
