import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import type { ClaimedJob } from '@/server/jobs/claimJob';
import { finishJob, type JobEnd } from '@/server/jobs/finishJob';
import { markJobStill } from '@/server/jobs/markJobStill';
import { retryTransient } from '@/server/retryTransient';
import type { JobEndMessage } from '@/workers/jobs/jobMessages';
import { jobArguments } from '@/workers/jobs/jobOptions';
import { offerToOomKiller } from '@/workers/memory/offerToOomKiller';
import type { AliveMessage, StopMessage } from '@/workers/report/messages';
import { createPulse } from './createPulse';
import { createStillWatch } from './createStillWatch';
import type { StopReason } from './endOfExit';
import { endOfJobExit } from './endOfJobExit';
import { exitOf } from './exitOf';
import { killTree } from './killTree';

export type SupervisedJob = {
  job: ClaimedJob;
  /** Asks the job to stop, and kills it after the grace period; `fenced` kills it at once. */
  stop(reason: StopReason): void;
  /** Kills the process: its job goes on elsewhere where it stopped. */
  kill(): void;
  /** Looks whether it stands still. Never rejects. */
  look(): Promise<void>;
  /** Resolves when the process is gone and the job has ended in the database. Never rejects. */
  done: Promise<void>;
};

export type JobSupervision = {
  db: Db;
  job: ClaimedJob;
  graceSeconds: number;
  /** A process that stands still for so long is ended. */
  stillSeconds: number;
  onError: (error: unknown) => void;
  /** Aborted when the supervisor has to leave even though the database is away. */
  abandon: AbortSignal;
};

const processFile = fileURLToPath(new URL('../jobProcess.ts', import.meta.url));

/** Forks a process for a claimed job and looks after it until the job has ended. What it prints goes to the log of the worker. */
export function superviseJob(options: JobSupervision): SupervisedJob {
  const { db, job, graceSeconds, stillSeconds, onError, abandon } = options;
  const child = fork(processFile, jobArguments(job), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  void offerToOomKiller(child.pid);
  let said: JobEndMessage['end'] | null = null;
  let stopping: StopReason | null = null;
  let killTimer: NodeJS.Timeout | undefined;
  const killed = new AbortController();
  const kill = () => {
    killed.abort();
    void killTree(child);
  };
  let stoodStill: string | null = null;
  const pulse = createPulse(child.pid);
  const watch = createStillWatch({
    ...{ pulse, stillSeconds, again: 'taken up again where it stopped' },
    tell: (word) => markJobStill(db, job, word),
    end(why) {
      stoodStill = why;
      kill();
    },
  });
  child.on('message', (message: JobEndMessage | AliveMessage) => {
    if (message.type === 'alive') pulse.heard(message.signs);
    else said = message.end;
  });

  async function finish(): Promise<void> {
    const exit = await exitOf(child, killed.signal);
    clearTimeout(killTimer);
    const end: JobEnd | 'fenced' = endOfJobExit({ exit, said, stopping, stoodStill });
    if (end !== 'fenced') await retryTransient(() => finishJob(db, job, end), { signal: abandon });
  }

  return {
    job,
    stop(reason) {
      if (stopping === 'fenced' || stopping === 'cancel' || stopping === reason) return;
      stopping = reason;
      if (reason === 'fenced') kill();
      else if (child.connected) child.send({ type: 'stop', reason } satisfies StopMessage, () => undefined);
      else child.kill('SIGTERM');
      killTimer ??= setTimeout(kill, graceSeconds * 1000);
    },
    kill,
    look: () => watch.look().catch(onError),
    done: finish().catch((error) => {
      if (!(error instanceof AppError && error.code === 'fenced')) onError(error);
    }),
  };
}
