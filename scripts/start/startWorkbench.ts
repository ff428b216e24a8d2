import path from 'node:path';
import { restartOnChange } from '@/scripts/dev/restartOnChange';
import { repository } from '@/scripts/setup/paths.mjs';
import type { Report } from '@/scripts/setup/report.mjs';
import { tokenFor } from '@/server/security/tokenFile';
import { buildWeb } from './buildWeb';
import { chooseAddress } from './chooseAddress';
import { keepPostgres } from './keepPostgres';
import { type KeptProcess, keepRunning } from './keepRunning';
import { migrateHome } from './migrateHome';
import { processEnvironment, type Settings } from './settings';
import { unlessAborted } from './unlessAborted';
import { waitForWeb } from './waitForWeb';

export type Workbench = {
  /** http://127.0.0.1:3000 */
  url: string;
  /** What every request has to show; null: nothing */
  token: string | null;
  databaseUrl: string;
  /** Workers first, then the web server, then the database. */
  stop: () => Promise<void>;
};

export type StartWorkbenchOptions = {
  settings: Settings;
  report: Report;
  /** beside the settings, for the processes only */
  extraEnv?: Record<string, string>;
  /** false: pages and API without workers */
  withWorkers?: boolean;
  /** Pages and workers run what is saved: no build, hot reload, and a process starts again when code that it holds changes. */
  development?: boolean;
  /** Done when the database is migrated and before anything runs. */
  prepare?: (databaseUrl: string) => Promise<void>;
  /** Aborted: what was started is stopped again, and its reason thrown. */
  signal?: AbortSignal;
  /** Aborted: what is still running is killed, the database as well. */
  killed?: AbortSignal;
};

/**
 * Database, migrations, build, web server, workers. What was started is stopped again when a later step fails.
 * @throws AppError with what to do
 */
export async function startWorkbench(options: StartWorkbenchOptions): Promise<Workbench> {
  const { settings, report, extraEnv, withWorkers = true, development = false, prepare, signal, killed } = options;
  const say = (text: string) => report.line(text);
  const { home, host, graceSeconds } = settings;
  const log = (name: string) => path.join(home, 'logs', `${name}.log`);
  await chooseAddress(host, settings.port); // a mistake is told before anything runs
  const token = tokenFor(home, settings.token, say);
  const postgres = settings.databaseUrl ? undefined : await keepPostgres(home, say, signal);
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
  let endWatch: (() => Promise<void>) | undefined;
  const stop = async () => {
    await endWatch?.();
    await workers?.stop();
    await web?.stop();
    await postgres?.stop();
  };
  killed?.addEventListener('abort', () => {
    workers?.kill();
    web?.kill();
    postgres?.kill();
  });
  try {
    const applied = await unlessAborted(migrateHome(databaseUrl, home), signal);
    if (applied.length > 0) say(`Database: ${applied.length} migrations applied.`);
    const env = { ...processEnvironment({ home, databaseUrl, databaseFolder: postgres?.folder }), ...extraEnv };
    if (!development) await buildWeb({ logFile: log('build'), env, report, signal });
    await prepare?.(databaseUrl);
    signal?.throwIfAborted();

    const { port, url } = await chooseAddress(host, settings.port);
    const front = path.join(repository, 'server', 'front', 'main.ts');
    const args = ['--import', 'tsx', front, '--hostname', host, '--port', String(port)];
    if (development) args.push('--development');
    const mode = development ? { NODE_ENV: 'development' as const, NEXT_TELEMETRY_DISABLED: '1' } : {};
    const webEnv = { ...env, ...mode, FOVEA_TOKEN: token ?? 'off' };
    web = keepRunning({ name: 'web server', args, env: webEnv, logFile: log('web'), graceSeconds: 1, say });
    if (withWorkers) workers = keepWorkers({ ...env, FOVEA_TOKEN: undefined });
    if (development) {
      const processes = { worker: workers, 'web server': web };
      endWatch = await restartOnChange({ root: repository, processes, say });
    }
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    await waitForWeb(url, { web, logFile: log('web'), headers, signal });
    return { url, token, databaseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
