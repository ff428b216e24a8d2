import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isServerOf } from '@/scripts/postgres/postmasterPid';
import { type PostgresServer, startPostgres } from '@/scripts/postgres/startPostgres';
import { keepPostgres } from '@/scripts/start/keepPostgres';

async function ask(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let folder: string;
  let server: PostgresServer | undefined;
  const start = async () => {
    server = await startPostgres({ folder, logFile: path.join(folder, 'postgres.log'), settings: ['fsync=off'] });
    return server;
  };
  const portOf = ({ url }: PostgresServer) => Number(new URL(url).port);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'fovea-postgres-'));
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  it('speaks UTF-8 in the C locale, on loopback only, with a password that only its owner can read', async () => {
    const { url } = await start();
    expect(await ask(url, 'show server_encoding')).toEqual({ server_encoding: 'UTF8' });
    expect(await ask(url, "select datcollate from pg_database where datname = 'fovea'")).toEqual({ datcollate: 'C' });
    expect(await ask(url, 'show listen_addresses')).toEqual({ listen_addresses: '127.0.0.1' });
    expect(statSync(path.join(folder, 'password')).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('refuses an empty password by the name of its file, and makes a new one for the same data where the file is gone', async () => {
    const first = await start();
    await ask(first.url, "create table kept as select 'still here' as state");
    await first.stop();
    const file = path.join(folder, 'password');
    writeFileSync(file, '\n');
    await expect(start()).rejects.toThrow(
      `${file} is empty. Put the database's password back into it, or remove the file`,
    );
    rmSync(file);
    const second = await start();
    expect(second.url).not.toBe(first.url);
    expect(await ask(second.url, 'select state from kept')).toEqual({ state: 'still here' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps its data and its port over a stop', async () => {
    const first = await start();
    await ask(first.url, 'create table kept (n int)');
    await first.stop();
    expect(isServerOf(first.pid, folder)).toBe(false);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'select count(*)::int as n from kept')).toEqual({ n: 0 });
  });

  it('takes over a server that runs on the folder already', async () => {
    const first = await start();
    const second = await start();
    expect([first.started, second.started]).toEqual([true, false]);
    expect(second).toMatchObject({ url: first.url, pid: first.pid });
  });

  it('recovers after it was killed, and from a pid file that names a stranger', async () => {
    const first = await start();
    await ask(first.url, "create table kept as select 'committed' as state");
    process.kill(first.pid, 'SIGKILL');
    while (isServerOf(first.pid, folder)) await sleep(10);
    const file = path.join(folder, 'data', 'postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [String(process.pid), ...rest].join('\n')); // as after a reboot, when ids are dealt again
    const second = await start();
    expect(second.started).toBe(true);
    expect(await ask(second.url, 'select state from kept')).toEqual({ state: 'committed' });
  });

  it('moves to another port when its own is taken, and remembers it', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(portOf(first), '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const second = await start();
    expect(portOf(second)).not.toBe(portOf(first));
    await second.stop();
    await new Promise((resolve) => squatter.close(resolve));
    expect(portOf(await start())).toBe(portOf(second));
  });

  it('finishes a cluster whose making was interrupted', async () => {
    const half = path.join(folder, 'data.new-1234');
    writeFileSync(half, 'half made');
    await ask((await start()).url, 'select 1');
    expect(statSync(half, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('is started again by its keeper when it dies, where its clients look for it', async () => {
    const said: string[] = [];
    const kept = await keepPostgres(folder, (text) => said.push(text));
    const data = path.join(folder, 'postgres', 'data');
    try {
      const pid = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      while (isServerOf(pid, data) || said.length === 0) await sleep(20);
      await expect
        .poll(() => ask(kept.url, 'select 1 as one').catch(() => undefined), { timeout: 60_000 })
        .toEqual({ one: 1 });
      expect(said).toEqual(['PostgreSQL stopped unexpectedly; starting it again.']);
    } finally {
      await kept.stop();
    }
  });
});
