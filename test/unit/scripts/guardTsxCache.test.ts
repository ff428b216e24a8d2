import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guardTsxCache } from '@/scripts/setup/guardTsxCache.mjs';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'fovea-cache-'));
  folder = path.join(parent, 'tsx-1000');
});
afterEach(() => rmSync(parent, { recursive: true }));

const guarded = () => {
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'test' };
  guardTsxCache(env, folder);
  return env.TSX_DISABLE_CACHE;
};

it('compiled code is kept in a folder that is made for its owner only', () => {
  expect(guarded()).toBeUndefined();
  expect(lstatSync(folder).mode & 0o777).toBe(0o700);
  expect(guarded()).toBeUndefined();
});

it.each([0o777, 0o775, 0o702])('compiled code that others could have put there is not run (mode %o)', (mode) => {
  mkdirSync(folder);
  chmodSync(folder, mode);
  expect(guarded()).toBe('1');
});

it('compiled code is not read through a link, or where there is no folder', () => {
  mkdirSync(path.join(parent, 'elsewhere'));
  symlinkSync(path.join(parent, 'elsewhere'), folder);
  expect(guarded()).toBe('1');
  rmSync(folder);
  writeFileSync(folder, '');
  expect(guarded()).toBe('1');
});
