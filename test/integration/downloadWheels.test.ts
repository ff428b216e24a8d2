import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadWheels, largestFile } from '@/scripts/setup/downloadWheels.mjs';
import { unzip } from '@/scripts/setup/unzip.mjs';
import type { Wheel } from '@/scripts/setup/wheels.mjs';

const CONTENT = 'native code '.repeat(5000);

/** A wheel as an index would serve it, made with Python's own zip tool. */
function makeWheel(index: string, name: string): Wheel {
  const source = path.join(index, `${name}-source`);
  mkdirSync(path.join(source, `${name}-1.0.dist-info`), { recursive: true });
  mkdirSync(path.join(source, name));
  writeFileSync(path.join(source, name, 'lib.so'), CONTENT + name);
  writeFileSync(path.join(source, name, 'empty.txt'), '');
  writeFileSync(
    path.join(source, `${name}-1.0.dist-info`, 'METADATA'),
    `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
  );
  writeFileSync(path.join(source, `${name}-1.0.dist-info`, 'WHEEL'), 'Wheel-Version: 1.0\nTag: py3-none-any\n');
  const file = path.join(index, `${name}-1.0-py3-none-any.whl`);
  execFileSync('python3', ['-m', 'zipfile', '-c', file, name, `${name}-1.0.dist-info`], { cwd: source });
  const bytes = readFileSync(file);
  return { name, version: '1.0', sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

describe('downloading wheels with pip', () => {
  let index: string;
  let folder: string;
  let wheels: Wheel[];
  const download = (wanted = wheels) => downloadWheels(wanted, { folder, python: 'python3', onProgress: () => {} });

  beforeAll(() => {
    index = mkdtempSync(path.join(tmpdir(), 'fovea-index-'));
    wheels = ['alpha', 'beta'].map((name) => makeWheel(index, name));
  });
  afterAll(() => rmSync(index, { recursive: true }));
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'fovea-wheels-'));
    vi.stubEnv('PIP_NO_INDEX', '1');
    vi.stubEnv('PIP_FIND_LINKS', index);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('brings each one whole and leaves nothing else behind', async () => {
    const files = await download();
    expect(files.map((file) => path.basename(file))).toEqual(['alpha-1.0.whl', 'beta-1.0.whl']);
    expect(readdirSync(folder).sort()).toEqual(['alpha-1.0.whl', 'beta-1.0.whl']);
  });

  it('completes an interrupted download: what is whole is kept, what is cut short comes again', async () => {
    await download();
    truncateSync(path.join(folder, 'beta-1.0.whl'), 100);
    mkdirSync(path.join(folder, '.arriving-beta', 'pip-unpack-x'), { recursive: true });
    writeFileSync(path.join(folder, '.arriving-beta', 'pip-unpack-x', 'beta-1.0-py3-none-any.whl'), 'half');
    vi.stubEnv('PIP_FIND_LINKS', path.join(index, 'nowhere'));
    await expect(download()).rejects.toThrow(/could not download beta/); // so alpha was not asked for
    vi.stubEnv('PIP_FIND_LINKS', index);
    const files = await download();
    expect(files.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'))).toEqual(
      wheels.map((wheel) => wheel.sha256),
    );
    expect(readdirSync(folder).sort()).toEqual(['alpha-1.0.whl', 'beta-1.0.whl']);
  });

  it('sees how far pip is, also while pip removes what it looks at', () => {
    mkdirSync(path.join(folder, 'pip-unpack-x'));
    writeFileSync(path.join(folder, 'pip-unpack-x', 'alpha-1.0-py3-none-any.whl'), 'half of it');
    writeFileSync(path.join(folder, 'requirements.txt'), 'alpha');
    expect(largestFile(folder)).toBe(10);
    symlinkSync(path.join(folder, 'gone.whl'), path.join(folder, 'pip-unpack-x', 'gone.whl')); // listed, and not there
    expect(largestFile(folder)).toBe(10);
    expect(largestFile(path.join(folder, 'pip-unpack-gone'))).toBe(0);
  });

  it('says so when Python cannot be started, and looks no further', async () => {
    const looks: string[] = [];
    const onProgress = (text: string) => looks.push(text);
    const python = path.join(folder, 'no-python');
    await expect(downloadWheels(wheels, { folder, python, onProgress })).rejects.toThrow(/no-python/);
    await new Promise((resolve) => setTimeout(resolve, 700)); // two looks' time
    expect(looks).toEqual([]);
  });

  it('refuses a file with another content than the pinned one', async () => {
    const [alpha] = wheels;
    const altered = { ...alpha!, sha256: 'a'.repeat(64) };
    await expect(download([altered])).rejects.toThrow(/could not download alpha(.|\n)*DO NOT MATCH THE HASHES/);
    expect(readdirSync(folder)).not.toContain('alpha-1.0.whl');
  });

  it('unpacks the wanted files of a wheel and reports how far it is', async () => {
    const [file] = await download();
    const seen: number[] = [];
    const target = (name: string) => (name.startsWith('alpha/') ? name : undefined);
    const bytes = await unzip(file!, {
      folder: path.join(folder, 'out'),
      target,
      onProgress: (done) => seen.push(done),
    });
    expect(readFileSync(path.join(folder, 'out', 'alpha', 'lib.so'), 'utf8')).toBe(`${CONTENT}alpha`);
    expect(readFileSync(path.join(folder, 'out', 'alpha', 'empty.txt'), 'utf8')).toBe('');
    expect(readdirSync(path.join(folder, 'out'))).toEqual(['alpha']);
    expect(seen.at(-1)).toBe(bytes);
  });

  it('notices a wheel that is damaged or cut short', async () => {
    const [file] = await download();
    const damaged = readFileSync(file!);
    const inside = damaged.indexOf('alpha/lib.so') + 30; // past the local header, in the compressed bytes
    damaged.writeUInt8(damaged.readUInt8(inside) ^ 0xff, inside);
    writeFileSync(file!, damaged);
    const options = { folder: path.join(folder, 'out'), target: (name: string) => name };
    await expect(unzip(file!, options)).rejects.toThrow(/alpha\/lib\.so .* is damaged/);
    truncateSync(file!, 200);
    await expect(unzip(file!, options)).rejects.toThrow(/no directory: the file is cut off/);
  });
});
