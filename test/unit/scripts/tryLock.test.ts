import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock } from '@/scripts/setup/tryLock.mjs';
import { withLock } from '@/scripts/setup/withLock.mjs';

const program = fileURLToPath(new URL('../../support/lockHolder.mjs', import.meta.url));

let folder: string;
let file: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-lock-'));
  file = path.join(folder, 'home', 'lock');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(folder, { recursive: true });
});

type Holder = { say: (word: 'try' | 'release') => Promise<string>; kill: () => Promise<void> };

/** A real process that takes the lock when it is told to. */
async function startHolder(env: NodeJS.ProcessEnv = process.env): Promise<Holder> {
  const child = spawn(process.execPath, [program, file], { stdio: ['pipe', 'pipe', 'inherit'], env });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  expect(await next()).toBe('ready');
  return {
    say: (word) => {
      child.stdin.write(`${word}\n`);
      return next();
    },
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

describe('a lock', () => {
  it('lets one in at a time, within a process as well', async () => {
    const events: string[] = [];
    const work = (name: string) =>
      withLock(file, async () => {
        events.push(`${name} in`);
        await new Promise((resolve) => setImmediate(resolve));
        events.push(`${name} out`);
      });
    await Promise.all([work('a'), work('b'), work('c')]);
    for (let index = 0; index < events.length; index += 2) {
      expect(events[index + 1]).toBe(events[index]?.replace(' in', ' out'));
    }
    expect(events).toHaveLength(6);
  });

  it('is held by exactly one of many processes that ask at once, and is free as soon as that one is killed', async () => {
    const holders = await Promise.all(Array.from({ length: 8 }, () => startHolder()));
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(holders.map((holder) => holder.say('try')));
      expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
      const [winner] = holders.splice(answers.indexOf('held'), 1);
      await winner?.kill();
    }
    expect(await holders[0]?.say('try')).toBe('held');
    expect(await holders[1]?.say('try')).toBe('taken');
    expect(await holders[0]?.say('release')).toBe('released');
    expect(await holders[1]?.say('try')).toBe('held');
  });

  it('is not inherited by what its holder starts', async () => {
    const release = await tryLock(file);
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
    children.push(child);
    await release?.();
    const again = await tryLock(file);
    expect(again).toBeTypeOf('function');
    await again?.();
  });

  it('lies in a file that only its owner can open, at a path as long as the file system takes', async () => {
    const deep = path.join(folder, ...Array.from({ length: 12 }, () => 'a folder with a rather long name'), 'lock');
    const release = await tryLock(deep);
    expect(release).toBeTypeOf('function');
    expect(statSync(deep).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(deep)).mode & 0o777).toBe(0o700);
    await release?.();
  });

  it('is the same by every name of its folder', async () => {
    mkdirSync(path.dirname(file));
    symlinkSync(path.dirname(file), path.join(folder, 'other'));
    const release = await tryLock(file);
    expect(await tryLock(path.join(folder, 'other', 'lock'))).toBeUndefined();
    await release?.();
  });

  it('works with python3 where there is no flock, and says what is missing where there is neither', async () => {
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    const bare = await startHolder({ ...process.env, PATH: bin });
    await expect(bare.say('try')).resolves.toBe('undefined'); // it has ended with the error
    const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)']);
    symlinkSync(python.toString().trim(), path.join(bin, 'python3'));
    const [first, second] = [await startHolder({ ...process.env, PATH: bin }), await startHolder()];
    expect(await first.say('try')).toBe('held');
    expect(await second.say('try')).toBe('taken');
  });
});
