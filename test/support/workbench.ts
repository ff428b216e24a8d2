import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@/scripts/postgres/freePort';
import { createReport } from '@/scripts/setup/report.mjs';
import { bundledDataFolder, prepareBundledData } from '@/scripts/start/prepareBundledData';
import { startWorkbench } from '@/scripts/start/startWorkbench';
import { createTestDatabase } from './postgres';

export type TestWorkbench = {
  /** http://127.0.0.1:port of the production server */
  url: string;
  databaseUrl: string;
  /** FOVEA_HOME: artifacts, data sets, logs */
  home: string;
  /** Stops workers and web server, drops the database, removes the home. */
  stop: () => Promise<void>;
};

export type TestWorkbenchOptions = {
  /** false: pages and API over a database that the test fills itself */
  withWorkers?: boolean;
  /** A database that the test has started; default: one of its own on the server of all tests. */
  databaseUrl?: string;
  /** Renders and registers a MicroCharades of this size. */
  data?: { trainVideos: number; testVideos: number };
  /** what FOVEA_TOKEN would be, null: not set; `off` unless a test is about it */
  token?: string | null;
  /** for web server and workers: FOVEA_LEASE_SECONDS, FOVEA_SLOTS ... */
  env?: Record<string, string>;
};

/**
 * The real thing, as `npm start` runs it: the production build (made once for all tests while the sources stay the same), a web server
 * on a free port, a supervisor with its runs, a database of its own.
 */
export async function startTestWorkbench(options: TestWorkbenchOptions = {}): Promise<TestWorkbench> {
  const { withWorkers = true, data, token = 'off', env = {} } = options;
  const database = options.databaseUrl
    ? { url: options.databaseUrl, drop: async () => {} }
    : await createTestDatabase();
  const home = mkdtempSync(path.join(tmpdir(), 'fovea-e2e-'));
  const report = createReport();
  const clean = async () => {
    await database.drop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const prepare = async (databaseUrl: string) => {
    const { signal } = new AbortController();
    if (data) await prepareBundledData({ root: bundledDataFolder(home), databaseUrl, report, signal, ...data });
  };
  try {
    const workbench = await startWorkbench({
      settings: {
        ...{ home, databaseUrl: database.url, host: '127.0.0.1', port: await freePort() },
        ...{ token: token ?? undefined, graceSeconds: 5, binDays: 30 },
      },
      extraEnv: { FOVEA_GRACE_SECONDS: '5', LOG_LEVEL: 'info', ...env },
      ...{ report, withWorkers, prepare },
    });
    const stop = async () => {
      await workbench.stop();
      await clean();
    };
    return { url: workbench.url, databaseUrl: database.url, home, stop };
  } catch (error) {
    await clean();
    throw error;
  }
}
