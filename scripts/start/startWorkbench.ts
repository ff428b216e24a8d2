import path from 'node:path';
import { migrate } from '@/prisma/migrate';
import { repository } from '@/scripts/setup/paths.mjs';
import type { Report } from '@/scripts/setup/report.mjs';
import { tokenFor } from '@/server/security/tokenFile';
import { buildWeb } from './buildWeb';
import { chooseAddress } from './chooseAddress';
import { keepPostgres } from './keepPostgres';
import { type KeptProcess, keepRunning } from './keepRunning';
import { processEnvironment, type Settings } from './settings';
import { waitForWeb } from './waitForWeb';

export type Workbench = {
  /** http://127.0.0.1:3000 */
  url: string;
  /** What every request has to show; null: nothing */
  token: string | null;
  databaseUrl: string;
  /** Workers first, then the web server, then the database. */
  stop: () => Promise<void>;
  /** Kills workers and web server; the database still gets its fast shutdown. */
  kill: () => void;
};

export type StartWorkbenchOptions = {
  settings: Settings;
  report: Report;
  /** beside the settings, for the processes only */
  extraEnv?: Record<string, string>;
  /** false: pages and API without workers */
  withWorkers?: boolean;
  /** Done when the database is migrated and before anything runs. */
  prepare?: (databaseUrl: string) => Promise<void>;
};

/**
 * Database, migrations, build, web server, workers. What was started is stopped again when a later step fails.
 * @throws AppError with what to do
 */
export async function startWorkbench(options: StartWorkbenchOptions): Promise<Workbench> {
  const { settings, report, extraEnv, withWorkers = true, prepare } = options;
  const say = (text: string) => report.line(text);
  const { home, host, graceSeconds } = settings;
  const log = (name: string) => path.join(home, 'logs', `${name}.log`);
  await chooseAddress(host, settings.port); // a mistake is told before anything runs
  const token = tokenFor(home, settings.token, say);
  const postgres = settings.databaseUrl ? undefined : await keepPostgres(home, say);
  const databaseUrl = settings.databaseUrl ?? postgres?.url ?? '';
  let web: KeptProcess | undefined;
  let workers: KeptProcess | undefined;
  const keepWorkers = (env: NodeJS.ProcessEnv) =>
    keepRunning({
      name: 'worker',
      args: ['--import', 'tsx', path.join(repository, 'workers', 'supervisor.ts')],
      env,
      logFile: log('worker'),
      graceSeconds: graceSeconds + 15, // it gives its runs `graceSeconds` and needs a little longer itself
      say,
    });
  const stop = async () => {
    await workers?.stop();
    await web?.stop();
    await postgres?.stop();
  };
  try {
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`Database: ${applied.length} migrations applied.`);
    const env = { ...processEnvironment({ home, databaseUrl, databaseFolder: postgres?.folder }), ...extraEnv };
    await buildWeb({ logFile: log('build'), env, report });
    await prepare?.(databaseUrl);

    const { port, url } = await chooseAddress(host, settings.port);
    const front = path.join(repository, 'server', 'front', 'main.ts');
    const args = ['--import', 'tsx', front, '--hostname', host, '--port', String(port)];
    const webEnv = { ...env, FOVEA_TOKEN: token ?? 'off' };
    web = keepRunning({ name: 'web server', args, env: webEnv, logFile: log('web'), graceSeconds: 3, say });
    if (withWorkers) workers = keepWorkers({ ...env, FOVEA_TOKEN: undefined });
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    await waitForWeb(url, { web, logFile: log('web'), headers });
    const kill = () => {
      workers?.kill();
      web?.kill();
    };
    return { url, token, databaseUrl, stop, kill };
  } catch (error) {
    await stop();
    throw error;
  }
}
