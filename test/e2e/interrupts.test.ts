import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '@/scripts/postgres/freePort';
import { bindingPackage, bindingPaths } from '@/scripts/setup/engine.mjs';
import { foveaCache, repository } from '@/scripts/setup/paths.mjs';
import { createDb } from '@/server/db';
import { createTestDatabase } from '@/test/support/postgres';
import { seedExperiment } from '@/test/support/seedExperiment';
import { type Ending, leftBehind, startCommand } from '@/test/support/startCommand';
import { processOf } from '@/test/support/webProcess';
import { fakeWholeMicroCharades } from '@/test/support/wholeMicroCharades';

let folder: string;
let home: string;
/** Takes connections and never answers: what a download that hangs is to npm and pip. */
let silent: Server;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-interrupts-'));
  home = path.join(folder, 'home');
  silent = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const hanging = `http://127.0.0.1:${(silent.address() as { port: number }).port}`;
  env = {
    ...{ FOVEA_HOME: home, FOVEA_CACHE: foveaCache(), FOVEA_PORT: String(await freePort()), DATABASE_URL: '' },
    ...{ npm_config_registry: `${hanging}/`, npm_config_cache: path.join(folder, 'npm'), PIP_INDEX_URL: hanging },
  };
});
afterAll(() => {
  silent.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

type Case = {
  script: 'start' | 'demo';
  at: RegExp;
  /** part of the command line of a program that has to be at work then */
  program?: string;
  how: Ending;
  cwd?: string;
  more?: Record<string, string>;
};

/** Starts the real command, ends it when it is where the case wants it, and looks at what is left. */
async function interrupt({ script, at, program = '', how, cwd = repository, more = {} }: Case): Promise<string> {
  const command = startCommand(['npm', 'run', script], { cwd, env: { ...env, ...more } });
  await command.says(at);
  await expect.poll(() => processOf(home, program), { timeout: 30_000 }).toBeGreaterThan(0);
  command.end(how);
  const text = await command.gone;
  // npm goes first where the terminal is closed: what it started needs a moment longer.
  await expect.poll(() => leftBehind(home), { timeout: 30_000, message: text }).toEqual([]);
  return text;
}

/** What a checkout holds that the set-up needs. */
function copyCheckout(to: string): void {
  mkdirSync(to);
  for (const name of [
    'package.json',
    'package-lock.json',
    '.npmrc',
    'tsconfig.json',
    'scripts',
    'prisma',
    'domain',
    'files',
    'server',
  ])
    cpSync(path.join(repository, name), path.join(to, name), { recursive: true });
}

/** Gives a checkout the packages of this one, but for the binding, which is not compiled there. */
function linkPackages(to: string): void {
  const from = path.join(repository, 'node_modules');
  mkdirSync(path.join(to, 'node_modules', '@tensorflow'), { recursive: true });
  for (const folder of ['', '@tensorflow']) {
    for (const name of readdirSync(path.join(from, folder))) {
      if (name === '@tensorflow' || name === 'tfjs-node-gpu') continue;
      symlinkSync(path.join(from, folder, name), path.join(to, 'node_modules', folder, name));
    }
  }
  const own = bindingPackage(to);
  cpSync(bindingPackage(), own, {
    recursive: true,
    filter: (file) => !/tfjs-node-gpu\/(deps|lib|node_modules)(\/|$)/.test(file),
  });
}

describe('Ctrl-C', () => {
  it('ends the set-up while npm waits for its registry, in a checkout that has nothing yet', async () => {
    const bare = path.join(folder, 'checkout');
    copyCheckout(bare);
    for (const how of ['ctrl-c', 'SIGTERM'] as const)
      await interrupt({ script: 'start', at: /npm ci/, how, cwd: bare });
    expect(readdirSync(bare)).not.toContain('.next');
  });

  it('ends the set-up while pip waits for its index, and what is half there is not taken for whole', async () => {
    const cache = path.join(folder, 'cache');
    const more = { FOVEA_CACHE: cache };
    for (const how of ['ctrl-c', 'close'] as const) await interrupt({ script: 'start', at: /with pip/, how, more });
    expect(readdirSync(path.join(cache, 'engine')).filter((name) => !name.endsWith('.downloads'))).toEqual([]);
  });

  it('ends the compiler, and what is half there is not taken for whole', async () => {
    const checkout = path.join(folder, 'not-compiled');
    copyCheckout(checkout);
    linkPackages(checkout);
    const TMPDIR = path.join(folder, 'tmp');
    mkdirSync(TMPDIR);
    const { binding } = bindingPaths(checkout);
    for (const how of ['ctrl-c', 'close', 'SIGTERM'] as const) {
      const at = /compile the binding/;
      await interrupt({ script: 'start', at, program: 'cc1plus', how, cwd: checkout, more: { TMPDIR } });
      expect(readdirSync(path.dirname(binding))).toEqual(['source']);
      expect(readdirSync(TMPDIR).filter((name) => name.startsWith('cc'))).toEqual([]);
    }
  });

  it.each(['ctrl-c', 'SIGTERM'] as const)(
    'ends the making of the database (%s), and the next start makes it',
    async (how) => {
      await interrupt({ script: 'start', at: /Data, checkpoints and database/, how });
    },
  );

  it.each(['SIGHUP', 'ctrl-c'] as const)('ends the rendering of the data set (%s)', async (how) => {
    await interrupt({ script: 'start', at: /render MicroCharades/, how });
  });

  it('ends a workbench that is up', async () => {
    rmSync(path.join(home, 'datasets'), { recursive: true, force: true });
    await fakeWholeMicroCharades(path.join(home, 'datasets', 'microcharades'));
    const text = await interrupt({ script: 'start', at: /Fovea is ready/, how: 'ctrl-c' });
    expect(text).toContain('Stopped.');
  });

  it('ends a demo whose table is shown', async () => {
    const database = await createTestDatabase();
    const db = createDb(database.url, { connections: 2 });
    const root = path.join(folder, 'artifacts');
    const { experimentId } = await seedExperiment(db, { root, seeds: [0], videos: 40 });
    await db.experiment.update({ where: { id: experimentId }, data: { onceKey: 'table2-microcharades-seeds-0' } });
    await db.$disconnect();
    for (const how of ['ctrl-c', 'close'] as const) {
      const more = { DATABASE_URL: database.url };
      const text = await interrupt({ script: 'demo', at: /stays up at .*Ctrl-C stops it/, how, more });
      expect(text).toContain('Table 2 on MicroCharades, mAP [%]');
      if (how === 'ctrl-c') expect(text).toContain('Stopped.');
    }
    await database.drop();
  });

  it('ends at once what does not end by itself, when it is typed again', async () => {
    // The orderly end waits so long for a supervisor that stands still.
    const more = { FOVEA_GRACE_SECONDS: '3600' };
    const command = startCommand(['npm', 'run', 'start'], { cwd: repository, env: { ...env, ...more } });
    await command.says(/Fovea is ready/);
    process.kill(processOf(home, 'workers/supervisor.ts'), 'SIGSTOP');
    command.end('ctrl-c');
    await command.says(/Stopping: workers/);
    await sleep(1500); // npm hands every Ctrl-C on once more, which does not count
    command.end('ctrl-c');
    expect(await command.gone).toMatch(/Killing what is still running[\s\S]*Stopped\./);
    await expect.poll(() => leftBehind(home), { timeout: 30_000 }).toEqual([]);
  });
});
