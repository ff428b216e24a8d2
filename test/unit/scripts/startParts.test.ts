import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isReachable } from '@/scripts/postgres/serverUser';
import { endOfFile } from '@/scripts/start/endOfFile';
import { holdHome, runningIn } from '@/scripts/start/holdHome';
import { linkTo } from '@/scripts/start/linkTo';
import { sourceFingerprint } from '@/scripts/start/sourceFingerprint';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = (values: Record<string, string>) => ({ NODE_ENV: 'test', ...values }) as NodeJS.ProcessEnv;

describe('the fingerprint of the sources', () => {
  it('changes with the content and the name of a file that goes into the build, and with nothing else', () => {
    mkdirSync(path.join(folder, 'app', 'runs'), { recursive: true });
    mkdirSync(path.join(folder, 'workers'));
    const page = path.join(folder, 'app', 'runs', 'page.tsx');
    writeFileSync(page, 'one');
    const first = sourceFingerprint(folder);
    writeFileSync(path.join(folder, 'workers', 'supervisor.ts'), 'not in the build');
    expect(sourceFingerprint(folder)).toBe(first);
    writeFileSync(page, 'two');
    const second = sourceFingerprint(folder);
    expect(second).not.toBe(first);
    writeFileSync(path.join(folder, 'app', 'page.tsx'), '');
    expect(sourceFingerprint(folder)).not.toBe(second);
  });
});

describe('a home', () => {
  it('holds one workbench at a time and tells where it is', async () => {
    const held = await holdHome(folder);
    expect(held).toBeDefined();
    expect(runningIn(folder)).toBeUndefined();
    const running = { url: 'http://127.0.0.1:3000', link: 'http://127.0.0.1:3000/?token=abc' };
    held?.publish(running);
    expect(await holdHome(folder)).toBeUndefined();
    expect(runningIn(folder)).toMatchObject(running);
    await held?.release();
    expect(runningIn(folder)).toBeUndefined();
    const next = await holdHome(folder);
    expect(next).toBeDefined();
    await next?.release();
  });
});

describe('npm run link', () => {
  const link = () =>
    spawnSync(process.execPath, ['scripts/link.mjs'], { env: env({ FOVEA_HOME: folder }), encoding: 'utf8' });

  it('prints the link of the workbench that runs in the home, and says what to do where none does', async () => {
    expect(link()).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/No workbench runs.*npm start/),
    });
    const held = await holdHome(folder);
    held?.publish({ url: 'http://127.0.0.1:3000', link: 'http://127.0.0.1:3000/?token=abc' });
    expect(link()).toMatchObject({ status: 0, stdout: 'http://127.0.0.1:3000/?token=abc\n' });
    await held?.release();
    expect(link().status).toBe(1);
  });

  it('leads to any page with the token', () => {
    expect(linkTo('http://[::1]:3000/?token=a%2Bb', '/runs?q=x')).toBe('http://[::1]:3000/runs?q=x&token=a%2Bb');
    expect(linkTo('http://127.0.0.1:3000', '/runs')).toBe('http://127.0.0.1:3000/runs');
  });
});

describe('the end of a log', () => {
  it('is its last lines, and empty where there is no log', () => {
    const file = path.join(folder, 'log');
    expect(endOfFile(file)).toBe('');
    writeFileSync(file, Array.from({ length: 5000 }, (_, index) => `line ${index}\n`).join(''));
    expect(endOfFile(file, 2)).toBe('line 4998\nline 4999');
  });
});

describe('the path to the database files', () => {
  it('is open to another user only if every folder above is', () => {
    const inside = path.join(folder, 'a', 'b');
    mkdirSync(path.join(folder, 'a'), { mode: 0o711 });
    const stranger = { uid: 54_321, gid: 54_321 };
    expect(isReachable(inside, stranger)).toBe(false); // the temporary folder itself is private
    expect(isReachable(path.join(tmpdir(), 'file'), stranger)).toBe(true);
  });
});
