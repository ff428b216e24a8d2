import path from 'node:path';
import { isServerOf } from '@/scripts/postgres/postmasterPid';
import { type PostgresServer, startPostgres } from '@/scripts/postgres/startPostgres';

export type KeptPostgres = { url: string; stop: () => Promise<void> };

const WATCH_MS = 2000;

/** The embedded PostgreSQL of this home, started again should it die; on the same port, so that connections find it again. */
export async function keepPostgres(home: string, say: (text: string) => void): Promise<KeptPostgres> {
  const folder = path.join(home, 'postgres');
  const options = { folder, logFile: path.join(home, 'logs', 'postgres.log') };
  let server: PostgresServer = await startPostgres(options);
  let stopped = false;
  let work = Promise.resolve();

  const revive = async () => {
    if (stopped || isServerOf(server.pid, path.join(folder, 'data'))) return;
    say('PostgreSQL stopped unexpectedly; starting it again.');
    try {
      server = await startPostgres(options);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };
  const timer = setInterval(() => {
    work = work.then(revive);
  }, WATCH_MS);

  return {
    url: server.url,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await work;
      await server.stop();
    },
  };
}
