import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenFor } from '@/server/security/tokenFile';

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'fovea-token-'));
  file = path.join(home, 'token');
});
afterEach(() => rmSync(home, { recursive: true }));

describe('the access token of a home', () => {
  it('is made once, for its owner only, and alone in its file', () => {
    const token = tokenFor(home, undefined);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(tokenFor(home, undefined)).toBe(token);
    expect(readFileSync(file, 'utf8')).toBe(`${token}\n`);
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(home)).toEqual(['token']);
  });

  it('differs from home to home', () => {
    expect(tokenFor(path.join(home, 'a'), undefined)).not.toBe(tokenFor(path.join(home, 'b'), undefined));
    expect(lstatSync(path.join(home, 'a')).mode & 0o777).toBe(0o700);
  });

  it.each([0o644, 0o640, 0o604, 0o660])('is made anew where others could read or change it (mode %o)', (mode) => {
    const old = tokenFor(home, undefined);
    chmodSync(file, mode);
    const said: string[] = [];
    const fresh = tokenFor(home, undefined, (sentence) => said.push(sentence));
    expect(fresh).not.toBe(old);
    expect(said).toEqual([expect.stringContaining('could be read by other users: a new token was made')]);
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'short\n', 'two words of a token\n', 'x'.repeat(600)])(
    'is made anew where the file holds %j',
    (content) => {
      writeFileSync(file, content, { mode: 0o600 });
      expect(tokenFor(home, undefined)).toMatch(/^[\w-]{32}$/);
    },
  );

  it('is not read through a link', () => {
    const elsewhere = path.join(home, 'elsewhere');
    writeFileSync(elsewhere, 'a-token-that-somebody-else-knows\n', { mode: 0o600 });
    symlinkSync(elsewhere, file);
    expect(() => tokenFor(home, undefined)).toThrow(/not a plain file of yours. Remove it/);
  });

  it('is the one that was set, or none where that was asked for, and then no file is made', () => {
    expect(tokenFor(home, 'a-token-of-my-own')).toBe('a-token-of-my-own');
    expect(tokenFor(home, 'off')).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });
});
