import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptProcess, keepRunning } from '@/scripts/start/keepRunning';

let folder: string;
let kept: KeptProcess | undefined;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-keep-'));
  said = [];
});
afterEach(async () => {
  kept?.kill();
  await kept?.stop();
  kept = undefined;
  rmSync(folder, { recursive: true });
});

const file = (name: string) => path.join(folder, name);
const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');
const written = (name: string) => expect.poll(() => read(name), { timeout: 60_000 });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** Keeps a script running; it appends its process id to the file `pids`. */
function keep(body: string, graceSeconds = 20): KeptProcess {
  const script = `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(file('pids'))}, process.pid + '\\n');${body}`;
  writeFileSync(file('script.cjs'), script);
  kept = keepRunning({
    ...{ name: 'test process', args: [file('script.cjs')], env: process.env, logFile: file('log'), graceSeconds },
    say: (text) => said.push(text),
  });
  return kept;
}

describe('keepRunning', () => {
  it('starts a process again that ended unasked, and says why with the end of its log', async () => {
    const marker = JSON.stringify(file('second'));
    const { deaths } = keep(
      `if (!fs.existsSync(${marker})) { fs.writeFileSync(${marker}, ''); console.log('out of luck'); process.exit(3); } setInterval(() => {}, 1000);`,
    );
    await expect.poll(() => read('pids').trim().split('\n').length, { timeout: 60_000 }).toBe(2);
    expect(deaths()).toBe(1);
    expect(said.join('\n')).toMatch(/test process stopped unexpectedly \(exit code 3\)(.|\n)*out of luck/);
  });

  it('asks it to end with SIGTERM and does not start it again', async () => {
    const { stop } = keep(
      `process.on('SIGTERM', () => { fs.writeFileSync(${JSON.stringify(file('farewell'))}, 'bye'); process.exit(0); });
       fs.writeFileSync(${JSON.stringify(file('ready'))}, '1'); setInterval(() => {}, 1000);`,
    );
    await written('ready').toBe('1');
    await stop();
    expect(read('farewell')).toBe('bye');
    expect(read('pids').trim().split('\n')).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it('starts it again when it is asked to: one SIGTERM, however often it is asked, and nothing is said of a death', async () => {
    const { restart, deaths } = keep(
      `process.on('SIGTERM', () => { fs.appendFileSync(${JSON.stringify(file('terms'))}, 't'); setTimeout(() => process.exit(0), 300); });
       fs.appendFileSync(${JSON.stringify(file('ready'))}, 'r'); setInterval(() => {}, 1000);`,
    );
    await written('ready').toBe('r');
    restart();
    await written('terms').toBe('t');
    restart();
    restart();
    await written('ready').toBe('rr');
    expect(read('terms')).toBe('t');
    expect(new Set(read('pids').trim().split('\n')).size).toBe(2);
    expect([deaths(), said]).toEqual([0, []]);
  });

  it('starts it again at once in the pause after a death, when it is asked to', async () => {
    const marker = JSON.stringify(file('mended'));
    const { restart } = keep(
      `if (!fs.existsSync(${marker})) process.exit(3); fs.writeFileSync(${JSON.stringify(file('ready'))}, 'r'); setInterval(() => {}, 1000);`,
    );
    await expect.poll(() => said.join('\n'), { timeout: 60_000 }).toContain('starting it again in 4 s');
    writeFileSync(file('mended'), '');
    restart();
    await written('ready').toBe('r');
    expect(said.join('\n')).not.toContain('in 8 s');
  });

  it('kills one that does not listen, after its grace period', async () => {
    const { stop, pid } = keep(
      `process.on('SIGTERM', () => {}); fs.writeFileSync(${JSON.stringify(file('ready'))}, '1'); setInterval(() => {}, 1000);`,
      0.2,
    );
    await written('ready').toBe('1');
    const id = pid() ?? 0;
    await stop();
    expect(isAlive(id)).toBe(false);
  });

  it('kills the children of a process with it', async () => {
    const { kill, stop } = keep(
      `const child = require('node:child_process').spawn('sleep', ['600']);
       fs.writeFileSync(${JSON.stringify(file('child'))}, String(child.pid)); setInterval(() => {}, 1000);`,
    );
    await written('child').not.toBe('');
    const child = Number(read('child'));
    expect(isAlive(child)).toBe(true);
    kill();
    await stop();
    await expect.poll(() => isAlive(child), { timeout: 60_000 }).toBe(false);
  });

  it('leaves nothing behind when the keeper itself is killed', async () => {
    writeFileSync(
      file('kept.cjs'),
      `require('node:fs').writeFileSync(${JSON.stringify(file('kept'))}, String(process.pid)); setInterval(() => {}, 1000);`,
    );
    writeFileSync(
      file('keeper.mts'),
      `import { keepRunning } from ${JSON.stringify(path.resolve('scripts/start/keepRunning.ts'))};
       const options = { name: 'x', args: [${JSON.stringify(file('kept.cjs'))}], env: process.env, logFile: ${JSON.stringify(file('log'))} };
       keepRunning({ ...options, graceSeconds: 5, say: console.log });`,
    );
    const keeper = spawn(process.execPath, ['--import', 'tsx', file('keeper.mts')], { stdio: 'inherit' });
    await written('kept').not.toBe('');
    const orphan = Number(read('kept'));
    keeper.kill('SIGKILL');
    await once(keeper, 'exit');
    await expect.poll(() => isAlive(orphan), { timeout: 60_000 }).toBe(false);
  });
});
