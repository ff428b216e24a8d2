import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isServerOf, readPostmaster } from '@/scripts/postgres/postmasterPid';
import { startPostgres } from '@/scripts/postgres/startPostgres';
import { stopServer } from '@/scripts/postgres/stopServer';

const PREFIX = 'fovea-test-postgres-';

/** Nothing of a test survives a crash of the machine, so nothing needs to reach the disk. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Servers of test runs that were killed before they could stop them. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX) || isAlive(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
    const data = path.join(tmpdir(), name, 'data');
    const server = readPostmaster(data);
    if (server && isServerOf(server.pid, data)) await stopServer(server.pid, data);
    rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

export type TestServer = { adminUrl: string; stop: () => Promise<void> };

/** A throwaway PostgreSQL, or the server that DATABASE_URL names. */
export async function startTestServer(): Promise<TestServer> {
  if (process.env.DATABASE_URL) return { adminUrl: process.env.DATABASE_URL, stop: async () => {} };
  await removeLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o755);
  const server = await startPostgres({ folder, logFile: path.join(folder, 'postgres.log'), settings: SETTINGS });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { adminUrl: server.url, stop };
}
