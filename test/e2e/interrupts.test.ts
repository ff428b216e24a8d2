import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '@/scripts/postgres/freePort';
import { foveaCache, repository } from '@/scripts/setup/paths.mjs';
import { type Ending, leftBehind, startCommand } from '@/test/support/startCommand';
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

type Case = { script: 'start' | 'demo'; at: RegExp; how: Ending; cwd?: string; more?: Record<string, string> };

/** Starts the real command, ends it when it is where the case wants it, and looks at what is left. */
async function interrupt({ script, at, how, cwd = repository, more = {} }: Case): Promise<string> {
  const command = startCommand(['npm', 'run', script], { cwd, env: { ...env, ...more } });
  await command.says(at);
  command.end(how);
  const text = await command.gone;
  // npm goes first where the terminal is closed: what it started needs a moment longer.
  await expect.poll(() => leftBehind(home), { timeout: 30_000, message: text }).toEqual([]);
  return text;
}

describe('Ctrl-C', () => {
  it('ends the set-up while npm waits for its registry, in a checkout that has nothing yet', async () => {
    const bare = path.join(folder, 'checkout');
    mkdirSync(bare);
    for (const name of ['package.json', 'package-lock.json', '.npmrc', 'scripts', 'prisma', 'domain'])
      cpSync(path.join(repository, name), path.join(bare, name), { recursive: true });
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
});
