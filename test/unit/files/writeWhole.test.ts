import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweepHalfWritten, writeWhole, writeWholeSync } from '@/files/writeWhole.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-files-'));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});
const at = (name: string) => path.join(folder, name);

describe('writeWhole', () => {
  it.each([false, true])(
    'gives a file its name when it is written, and returns what the writer did (durable: %s)',
    async (durable) => {
      writeFileSync(at('file'), 'old');
      const write = async (temporary: string) => {
        await writeFile(temporary, 'new');
        expect(readFileSync(at('file'), 'utf8')).toBe('old');
        return 7;
      };
      expect(await writeWhole(at('file'), write, { durable })).toBe(7);
      expect(readFileSync(at('file'), 'utf8')).toBe('new');
      expect(readdirSync(folder)).toEqual(['file']);
    },
  );

  it('leaves the old content and nothing else where the writer fails', async () => {
    writeFileSync(at('file'), 'old');
    const write = async (temporary: string) => {
      await writeFile(temporary, 'half');
      throw new Error('the decoder died');
    };
    await expect(writeWhole(at('file'), write)).rejects.toThrow('the decoder died');
    expect(readFileSync(at('file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('says which file a fault of the disk is about, where the system does not', async () => {
    const fault = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    const failed = writeWhole(at('file'), async () => Promise.reject(fault));
    await expect(failed).rejects.toMatchObject({ code: 'ENOSPC', path: at('file') });
  });

  it('leaves no second name where the file is the same already', async () => {
    writeFileSync(at('file'), 'bytes');
    await writeWhole(at('file'), async (temporary) => linkSync(at('file'), temporary));
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('writeWholeSync', () => {
  it('replaces the content, makes the folder, and leaves no temporary file', () => {
    const file = path.join(folder, 'deep', 'file');
    writeWholeSync(file, 'one');
    writeWholeSync(file, 'two', { mode: 0o600 });
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual(['file']);
  });
});

describe('sweepHalfWritten', () => {
  it('removes what interrupted writers left, and neither what may be at work nor what has a name of its own', async () => {
    const [old, young] = ['0', '1'].map((digit) => `.writing-${digit.repeat(8)}-0000-4000-8000-000000000000`) as [
      string,
      string,
    ];
    for (const name of [old, young, 'video.mp4']) writeFileSync(at(name), 'half');
    const twoHoursAgo = Date.now() / 1000 - 7200;
    for (const name of [old, 'video.mp4']) utimesSync(at(name), twoHoursAgo, twoHoursAgo);
    await sweepHalfWritten(folder, { untouchedMs: 3_600_000 });
    expect(readdirSync(folder).sort()).toEqual([young, 'video.mp4'].sort());
  });

  it('is content with a folder that is not there', async () => {
    await sweepHalfWritten(at('nowhere'), { untouchedMs: 0 });
  });
});
