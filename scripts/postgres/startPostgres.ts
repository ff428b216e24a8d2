import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWholeSync } from '@/files/writeWhole.mjs';
import { clusterPassword, passwordFile, renewPassword } from './clusterPassword';
import { ensureDatabase } from './ensureDatabase';
import { freePort, isPortFree } from './freePort';
import { initCluster } from './initCluster';
import { launchServer } from './launchServer';
import { isServerOf, type Postmaster, readPostmaster } from './postmasterPid';
import { stopServer } from './stopServer';
import { waitUntilReady } from './waitUntilReady';

export type PostgresServer = {
  /** postgresql://user:password@127.0.0.1:port/database, the database exists */
  url: string;
  /** process id of the server */
  pid: number;
  /** false when a server on this folder was running already */
  started: boolean;
  /** Stops the server (fast shutdown) and waits until it is gone, whoever started it. */
  stop: () => Promise<void>;
};

export type StartOptions = {
  /** holds data/, port, password */
  folder: string;
  database?: string;
  logFile: string;
  /** extra `name=value` settings of the server */
  settings?: string[];
  /** Aborted: what was started is stopped again, and its reason thrown. */
  signal?: AbortSignal;
};

async function choosePort(folder: string): Promise<number> {
  const file = path.join(folder, 'port');
  const remembered = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
  if (Number.isInteger(remembered) && (await isPortFree(remembered))) return remembered;
  const port = await freePort();
  writeWholeSync(file, `${port}\n`);
  return port;
}

/**
 * Starts the embedded PostgreSQL of this folder on loopback, or takes over the one that runs there. Makes the cluster and the
 * database the first time. A `postmaster.pid` left behind by a crash is removed when no server stands behind it.
 * @throws AppError disk_full; database_unreachable, with the end of the server's log
 */
export async function startPostgres({
  folder,
  database = 'fovea',
  logFile,
  settings = [],
  signal,
}: StartOptions): Promise<PostgresServer> {
  await initCluster(folder, signal);
  const data = path.join(folder, 'data');
  if (!existsSync(passwordFile(folder)) && !readPostmaster(data)) renewPassword(folder);
  const password = encodeURIComponent(clusterPassword(folder));
  const urlOf = (port: number, name: string) => `postgresql://fovea:${password}@127.0.0.1:${port}/${name}`;

  const ready = (server: Postmaster) =>
    waitUntilReady(urlOf(server.port, 'postgres'), {
      isAlive: () => isServerOf(server.pid, data),
      folder,
      logFile,
      signal,
    });

  let server = readPostmaster(data);
  let started = false;
  if (server && isServerOf(server.pid, data)) {
    const { pid } = server;
    await ready(server).catch((error) => {
      if (isServerOf(pid, data) || signal?.aborted) throw error;
      server = undefined; // it was shutting down
    });
  } else {
    server = undefined;
  }
  if (!server) {
    rmSync(path.join(data, 'postmaster.pid'), { force: true });
    server = await launchServer({ data, port: await choosePort(folder), logFile, settings });
    started = true;
    const { pid } = server;
    await ready(server).catch(async (error) => {
      if (signal?.aborted) await stopServer(pid, data);
      throw error;
    });
  }
  await ensureDatabase(urlOf(server.port, 'postgres'), database);
  const { pid, port } = server;
  return { url: urlOf(port, database), pid, started, stop: () => stopServer(pid, data) };
}
