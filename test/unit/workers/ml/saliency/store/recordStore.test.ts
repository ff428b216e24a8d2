import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recordKey, recordPayload } from '@/test/support/recordOf';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openRecordStore, type RecordStore } from '@/workers/ml/saliency/store/openRecordStore';

const mebibyte = 2 ** 20;

function open(root: string, limitBytes = 64 * mebibyte, stops: string[] = []): RecordStore {
  return openRecordStore({ root, folder: 'base', limitBytes, onStop: (reason) => void stops.push(reason) });
}
function put(store: RecordStore, from: number, to: number, bytes?: number): void {
  for (let k = from; k < to; k++) store.put(recordKey(k), recordPayload(k, bytes));
}
/** Numbers of the records that are there, with the right bytes. */
function found(store: RecordStore, count: number, bytes?: number): number[] {
  return Array.from({ length: count }, (_, k) => k).filter((k) => {
    const payload = store.find(recordKey(k));
    if (payload) expect(payload).toEqual(recordPayload(k, bytes));
    return payload !== null;
  });
}
const filesOf = (root: string) => readdirSync(join(root, 'base')).map((name) => join(root, 'base', name));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
const child = (...args: (string | number)[]) => ['--import', 'tsx', 'test/support/putRecords.ts', ...args.map(String)];

it('gives back what was kept, to another store too, while it is being written', () => {
  const root = temporaryFolder();
  const [writer, reader] = [open(root), open(root)];
  expect(found(reader, 3)).toEqual([]);
  put(writer, 0, 2);
  expect(found(reader, 3)).toEqual([0, 1]);
  put(writer, 2, 3);
  expect(found(reader, 3)).toEqual([0, 1, 2]);
  expect(found(writer, 3)).toEqual([0, 1, 2]);
  for (const store of [writer, reader]) store.close();
});

it('holds no file open but the one it appends to, however much is asked', () => {
  const root = temporaryFolder();
  const handles = () => readdirSync('/proc/self/fd').length;
  const before = handles();
  const store = open(root);
  put(store, 0, 200);
  expect(found(store, 300)).toEqual(range(0, 200));
  expect(handles()).toBe(before + 1);
  store.close();
  expect(handles()).toBe(before);
});

it('misses a record whose bytes were changed, and that one alone; kept again, it is there again', () => {
  const root = temporaryFolder();
  const writer = open(root);
  put(writer, 0, 4);
  writer.close();
  const [file = ''] = filesOf(root);
  const bytes = readFileSync(file);
  bytes[176 + 176 - 1]! ^= 1; // the last byte of the second record
  writeFileSync(file, bytes);
  const store = open(root);
  expect(found(store, 4)).toEqual([0, 2, 3]);
  put(store, 1, 2);
  expect(found(store, 4)).toEqual([0, 1, 2, 3]);
  store.close();
  expect(found(open(root), 4)).toEqual([0, 1, 2, 3]); // a new process may come upon the bad one first
});

it('takes what follows a damaged header, and foreign files, for nothing', () => {
  const root = temporaryFolder();
  const writer = open(root);
  put(writer, 0, 4);
  writer.close();
  const [file = ''] = filesOf(root);
  const bytes = readFileSync(file);
  bytes[176 + 5]! ^= 0xff; // the length of the second record
  writeFileSync(file, bytes);
  writeFileSync(
    join(root, 'base', 'ab-cd.records'),
    'a text of somebody else, longer than the header of any record is here',
  );
  writeFileSync(join(root, 'base', 'notes.txt'), 'mine');
  mkdirSync(join(root, 'base', 'ef-01.records'));
  expect(found(open(root), 4)).toEqual([0]);
});

it('finds what stands before the end that a killed writer left, and what others wrote after it', () => {
  const root = temporaryFolder();
  const writer = open(root);
  put(writer, 0, 3);
  writer.close();
  const [file = ''] = filesOf(root);
  truncateSync(file, statSync(file).size - 7);
  const store = open(root);
  expect(found(store, 4)).toEqual([0, 1]);
  put(store, 2, 4);
  expect(found(store, 4)).toEqual([0, 1, 2, 3]);
  store.close();
});

it('survives a writer that is killed at any moment', async () => {
  const root = temporaryFolder();
  const writer = spawn(process.execPath, child(root, 512 * mebibyte, 0, 1_000_000, 5000), { stdio: 'pipe' });
  await new Promise((resolve) => writer.stdout.once('data', resolve));
  writer.kill('SIGKILL');
  await new Promise((resolve) => writer.once('exit', resolve));
  const store = open(root);
  const whole = found(store, 2000, 5000);
  expect(whole.length).toBeGreaterThan(0);
  expect(whole).toEqual(range(0, whole.length));
  store.close();
}, 30_000);

it('is shared by processes that write at the same time', async () => {
  const root = temporaryFolder();
  const ended = [0, 150].map((first) => {
    const writer = spawn(process.execPath, child(root, 64 * mebibyte, first, 250, 3000), { stdio: 'ignore' });
    return new Promise((resolve) => writer.once('exit', resolve));
  });
  const store = open(root);
  expect(await Promise.all(ended)).toEqual([0, 0]);
  expect(found(store, 500, 3000)).toEqual(range(0, 400)); // both wrote 150..249
  expect(filesOf(root)).toHaveLength(2);
}, 30_000);

it('stays within its size over all bases, and gives up first what was used longest ago', () => {
  const root = temporaryFolder();
  const limit = 80_000; // files of 10,000 bytes: nine records of 1,000
  const other = openRecordStore({ root, folder: 'other', limitBytes: limit, onStop: () => undefined });
  put(other, 1000, 1009, 1000);
  other.close();
  const writer = open(root, limit);
  put(writer, 0, 36, 1000); // four files
  writer.close();
  const size = () =>
    [
      ...filesOf(root),
      ...(existsSync(join(root, 'other'))
        ? readdirSync(join(root, 'other')).map((name) => join(root, 'other', name))
        : []),
    ].reduce((sum, file) => sum + statSync(file).size, 0);
  expect(filesOf(root)).toHaveLength(4);
  for (const [age, file] of [...filesOf(root), join(root, 'other')].entries()) {
    const time = new Date(Date.now() - (10 - age) * 3_600_000);
    for (const path of statSync(file).isDirectory() ? readdirSync(file).map((name) => join(file, name)) : [file])
      utimesSync(path, time, time);
  }
  const oldest = filesOf(root)[0]!;
  const first = open(root, limit);
  const inOldest = range(0, 36).filter((k) => readFileSync(oldest).includes(Buffer.from(recordKey(k), 'hex')));
  expect(first.find(recordKey(inOldest[0]!))).not.toBeNull(); // now it is the one used last
  put(first, 100, 154, 1000); // six files more
  first.close();
  expect(size()).toBeLessThanOrEqual(limit);
  expect(existsSync(oldest)).toBe(true);
  const last = open(root, limit);
  expect(found(last, 36, 1000).filter((k) => inOldest.includes(k))).toEqual(inOldest);
  expect(found(last, 36, 1000).length).toBeLessThan(36);
  expect(range(100, 154).every((k) => last.find(recordKey(k)) !== null)).toBe(true);
});

it('does not keep what is larger than a file of its own may be', () => {
  const root = temporaryFolder();
  const store = open(root, 80_000);
  put(store, 0, 1, 20_000);
  expect(store.find(recordKey(0))).toBeNull();
  put(store, 1, 2, 1000);
  expect(store.find(recordKey(1))).not.toBeNull();
  store.close();
});

it('goes on without the files that somebody deletes', () => {
  const root = temporaryFolder();
  const store = open(root);
  put(store, 0, 3);
  rmSync(root, { recursive: true });
  expect(found(store, 3)).toEqual([]);
  put(store, 0, 3); // into a file that has no name any more
  store.close();
});

it('says once why nothing can be written, and is read on', () => {
  const root = join(temporaryFolder(), 'a file');
  appendFileSync(root, '');
  const stops: string[] = [];
  const store = open(root, undefined, stops);
  put(store, 0, 3);
  expect(stops).toHaveLength(1);
  expect(stops[0]).toContain('ENOTDIR');
  expect(found(store, 3)).toEqual([]);
});

/** A disk of its own for the process behind it; as root, or as root of a user namespace. */
const onOwnDisk = (folder: string, kilobytes: number, command: string[]) => [
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  ...['--mount', 'sh', '-c', `mount -t tmpfs -o size=${kilobytes}k tmpfs "$0" && exec "$@"`, folder, ...command],
];
const canMount = spawnSync('unshare', onOwnDisk('/mnt', 64, ['true'])).status === 0;

it.runIf(canMount)(
  'stops keeping with one word when the disk is full, without an error',
  () => {
    const root = temporaryFolder();
    const command = onOwnDisk(root, 256, [process.execPath, ...child(root, 64 * mebibyte, 0, 100, 10_000)]);
    const { stdout, status } = spawnSync('unshare', command, { encoding: 'utf8' });
    expect(status).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines).toEqual(['began', expect.stringMatching(/^stopped: .*ENOSPC/), 'done']);
  },
  30_000,
);
