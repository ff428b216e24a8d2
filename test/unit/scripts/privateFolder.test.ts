import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookAtFolder, securePrivateFolder } from '@/scripts/setup/privateFolder.mjs';

let folder: string;
let home: string;
const said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-private-'));
  home = path.join(folder, 'home');
  said.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const secure = (place = home) => securePrivateFolder(place, { variable: 'FOVEA_HOME', say: (text) => said.push(text) });
const modeOf = (place: string) => statSync(place).mode & 0o777;
const isRoot = process.getuid?.() === 0;

describe('the folder of the user', () => {
  it('is made for nobody else, whatever the umask', () => {
    const before = process.umask(0);
    try {
      secure(path.join(home, 'deep', 'er'));
    } finally {
      process.umask(before);
    }
    expect(modeOf(path.join(home, 'deep', 'er'))).toBe(0o700);
    expect(said).toEqual([]);
  });

  it('is closed where an older version left it open, with what lies in it, and that is said once', () => {
    mkdirSync(path.join(home, 'artifacts'), { recursive: true, mode: 0o755 });
    chmodSync(home, 0o755);
    secure();
    for (const place of [home, path.join(home, 'artifacts')]) expect(modeOf(place) & 0o067).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(/home was open to other users of this machine; now only you can enter it\.$/),
    ]);
    secure();
    expect(said).toHaveLength(1);
  });

  it('may have been changed where others could write to it, and that is said with what to do', () => {
    mkdirSync(path.join(home, 'engine'), { recursive: true });
    chmodSync(home, 0o777);
    secure();
    expect(said.join('\n')).toMatch(/Warning: they could also change what is in it.*rm -r \S+home/);
  });

  it('is no folder that holds other things and is open: that is left as it is, with a name that would do', () => {
    mkdirSync(path.join(home, 'thesis'), { recursive: true });
    chmodSync(home, 0o755);
    expect(() => secure()).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^FOVEA_HOME: .* holds things that are not Fovea's/),
        remedy: expect.stringContaining(path.join(home, 'fovea')),
      }),
    );
    expect(modeOf(home)).toBe(0o755);
  });

  it.each([
    ['a file', () => writeFileSync(home, ''), /is a file, not a folder/],
    [
      'a link to nothing',
      () => symlinkSync(path.join(folder, 'nowhere'), home),
      /a link to a folder that is not there/,
    ],
    ['below a file', () => writeFileSync(path.join(folder, 'file'), ''), /a part of its path is a file/, 'file/home'],
    ['a circle of links', () => symlinkSync(home, home), /links that lead in a circle/],
    ['a name that is too long', () => {}, /its path is too long/, 'x'.repeat(300)],
  ])('is not %s', (_, make, message, name = 'home') => {
    make();
    expect(() => secure(path.join(folder, name))).toThrow(message);
  });

  it.skipIf(!isRoot)('is not the folder of somebody else, nor reached through a link of theirs', () => {
    mkdirSync(home);
    chownSync(home, 54_321, 54_321);
    expect(() => secure()).toThrow(/belongs to another user \(uid 54321\)/);
    chownSync(home, 0, 0);
    const link = path.join(folder, 'link');
    symlinkSync(home, link);
    expect(() => secure(link)).not.toThrow();
    rmSync(link);
    mkdirSync(path.join(folder, 'theirs'));
    symlinkSync(home, link);
    // lchown is what a link of another user is
    process.getBuiltinModule('node:fs').lchownSync(link, 54_321, 54_321);
    expect(() => secure(link)).toThrow(/belongs to another user/);
  });

  it('comes with a warning where somebody else could put a folder of theirs in its place', () => {
    const shared = path.join(folder, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    const place = path.join(shared, 'home');
    secure(place);
    expect(said).toEqual([expect.stringMatching(/^Warning: Other users may write to \S+shared /)]);
    chmodSync(shared, 0o1777);
    expect(lookAtFolder(place, 'FOVEA_HOME').warnings).toEqual([]);
  });
});
