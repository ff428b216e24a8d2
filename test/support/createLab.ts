import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDb, type Db } from '@/server/db';
import { type CountingPlan, quickPlan } from './countingPlan';
import { ffmpegPath } from './ffmpegPath';
import { createTestDatabase } from './postgres';
import { registerLab } from './registerLab';

/** Seconds. Short, so that a test need not wait; long enough for a busy machine. */
export const labLease = 4;

export type Lab = {
  db: Db;
  url: string;
  home: string;
  /** Folder of the data set "lab"; `mended` in it repairs a planned failure. */
  dataset: string;
  plan(changes: Partial<CountingPlan>): void;
  /** Starts a real supervisor process; its runs are executed by countingExecutor, or by the science. */
  startSupervisor(options?: SupervisorStart): ChildProcess;
  /** Ends all supervisors that are left, and everything the lab made. */
  close(): Promise<void>;
};

export type SupervisorStart = {
  slots?: number;
  science?: boolean;
  /** The command that starts it, inside another one. */
  wrap?: (command: string[]) => string[];
  /** Instead of the ffmpeg of the tests. */
  ffmpeg?: string;
  env?: Record<string, string>;
};

const countingExecutor = ['--executor', 'test/support/countingExecutor.ts'];

/** A database, a FOVEA_HOME and a data set for tests that start real worker processes. */
export async function createLab({ databaseUrl }: { databaseUrl?: string } = {}): Promise<Lab> {
  const database = databaseUrl === undefined ? await createTestDatabase() : { url: databaseUrl, drop: async () => {} };
  const home = mkdtempSync(join(tmpdir(), 'fovea-lab-'));
  const dataset = join(home, 'dataset');
  mkdirSync(dataset);
  const db = createDb(database.url, { connections: 4 });
  await registerLab(db, dataset);
  const supervisors: ChildProcess[] = [];
  const lab: Lab = {
    ...{ db, url: database.url, home, dataset },
    plan(changes) {
      writeFileSync(join(dataset, 'plan.json'), JSON.stringify({ ...quickPlan, ...changes }));
    },
    startSupervisor(options = {}) {
      const {
        slots = 1,
        science = false,
        wrap = (command: string[]) => command,
        ffmpeg = ffmpegPath(),
        env = {},
      } = options;
      const script = ['--import', 'tsx', 'workers/supervisor.ts', ...(science ? [] : countingExecutor)];
      const [program = '', ...args] = wrap([process.execPath, ...script]);
      const supervisor = spawn(program, args, {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          DATABASE_URL: database.url,
          FOVEA_HOME: home,
          FOVEA_CACHE: join(home, 'cache'),
          FOVEA_FFMPEG: ffmpeg,
          FOVEA_SLOTS: String(slots),
          FOVEA_LEASE_SECONDS: String(labLease),
          FOVEA_HEARTBEAT_SECONDS: '0.5',
          FOVEA_GRACE_SECONDS: '5',
          ...env,
          LOG_LEVEL: 'error',
        },
      });
      supervisors.push(supervisor);
      return supervisor;
    },
    async close() {
      await Promise.all(supervisors.map(endOf));
      await db.$disconnect();
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
  lab.plan({});
  return lab;
}

/** Lets a supervisor end in order, so that its children are gone before the next test. */
async function endOf(supervisor: ChildProcess): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const gone = once(supervisor, 'exit');
  supervisor.kill('SIGCONT');
  supervisor.kill('SIGTERM');
  supervisor.kill('SIGINT');
  await gone;
}
