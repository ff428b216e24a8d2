import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import type { ClaimedJob } from '@/server/jobs/claimJob';
import { finishJob, type JobEnd } from '@/server/jobs/finishJob';
import { retryTransient } from '@/server/retryTransient';
import type { JobEndMessage } from '@/workers/jobs/jobMessages';
import { jobArguments } from '@/workers/jobs/jobOptions';
import { offerToOomKiller } from '@/workers/memory/offerToOomKiller';
import type { StopMessage } from '@/workers/report/messages';
import type { ChildExit, StopReason } from './endOfExit';
import { endOfJobExit } from './endOfJobExit';

export type SupervisedJob = {
  job: ClaimedJob;
  /** Asks the job to stop, and kills it after the grace period; `fenced` kills it at once. */
  stop(reason: StopReason): void;
  /** Kills the process: its job goes on elsewhere where it stopped. */
  kill(): void;
  /** Resolves when the process is gone and the job has ended in the database. Never rejects. */
  done: Promise<void>;
};

export type JobSupervision = {
  db: Db;
  job: ClaimedJob;
  graceSeconds: number;
  onError: (error: unknown) => void;
  /** Aborted when the supervisor has to leave even though the database is away. */
  abandon: AbortSignal;
};

const processFile = fileURLToPath(new URL('../jobProcess.ts', import.meta.url));

/** Forks a process for a claimed job and looks after it until the job has ended. What it prints goes to the log of the worker. */
export function superviseJob({ db, job, graceSeconds, onError, abandon }: JobSupervision): SupervisedJob {
  const child = fork(processFile, jobArguments(job), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  void offerToOomKiller(child.pid);
  let said: JobEndMessage['end'] | null = null;
  let stopping: StopReason | null = null;
  let killTimer: NodeJS.Timeout | undefined;
  child.on('message', ({ end }: JobEndMessage) => {
    said = end;
  });

  async function finish(): Promise<void> {
    const exit = await exitOf(child);
    clearTimeout(killTimer);
    const end: JobEnd | 'fenced' = endOfJobExit({ exit, said, stopping });
    if (end !== 'fenced') await retryTransient(() => finishJob(db, job, end), { signal: abandon });
  }

  return {
    job,
    stop(reason) {
      if (stopping === 'fenced' || stopping === 'cancel' || stopping === reason) return;
      stopping = reason;
      if (reason === 'fenced') child.kill('SIGKILL');
      else if (child.connected) child.send({ type: 'stop', reason } satisfies StopMessage, () => undefined);
      else child.kill('SIGTERM');
      killTimer ??= setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
    },
    kill: () => void child.kill('SIGKILL'),
    done: finish().catch((error) => {
      if (!(error instanceof AppError && error.code === 'fenced')) onError(error);
    }),
  };
}

function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal, error: null }));
  });
}
