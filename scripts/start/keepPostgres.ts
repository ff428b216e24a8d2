import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openToServer } from '@/scripts/postgres/openToServer';
import { isServerOf } from '@/scripts/postgres/postmasterPid';
import { type PostgresServer, startPostgres } from '@/scripts/postgres/startPostgres';

export type KeptPostgres = {
  url: string;
  folder: string;
  stop: () => Promise<void>;
  /** Ends it at once, as a crash would: it recovers at the next start. */
  kill: () => void;
};

const WATCH_MS = 2000;

/** The embedded PostgreSQL of this home, started again should it die; on the same port, so that connections find it again. */
export async function keepPostgres(
  home: string,
  say: (text: string) => void,
  signal?: AbortSignal,
): Promise<KeptPostgres> {
  const folder = path.join(home, 'postgres');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  openToServer(home, folder);
  const options = { folder, logFile: path.join(home, 'logs', 'postgres.log') };
  let server: PostgresServer = await startPostgres({ ...options, signal });
  let stopped = false;
  let trouble = '';
  let work = Promise.resolve();

  const revive = async () => {
    if (stopped || isServerOf(server.pid, path.join(folder, 'data'))) return;
    if (trouble === '') say('PostgreSQL stopped unexpectedly; starting it again.');
    try {
      server = await startPostgres(options);
      if (trouble !== '') say('PostgreSQL runs again.');
      trouble = '';
    } catch (error) {
      const next = error instanceof Error ? error.message : String(error);
      if (next !== trouble) say(next); // a disk stays full for long: said once
      trouble = next;
    }
  };
  const timer = setInterval(() => {
    work = work.then(revive);
  }, WATCH_MS);

  return {
    url: server.url,
    folder,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await work;
      await server.stop();
    },
    kill: () => {
      stopped = true;
      if (isServerOf(server.pid, path.join(folder, 'data'))) process.kill(server.pid, 'SIGQUIT');
    },
  };
}
