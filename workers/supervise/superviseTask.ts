import type { ChildProcess } from 'node:child_process';
import { AppError } from '@/domain/errors';
import { taskKinds } from '@/domain/tasks';
import type { Db } from '@/server/db';
import { retryTransient } from '@/server/retryTransient';
import type { ClaimedTask } from '@/server/tasks/claimTask';
import { finishTask } from '@/server/tasks/finishTask';
import { markStill } from '@/server/tasks/markStill';
import { createMemoryWatch } from '@/workers/memory/createMemoryWatch';
import { offerToOomKiller } from '@/workers/memory/offerToOomKiller';
import { createReporter } from '@/workers/report/createReporter';
import type { AliveMessage, EndMessage, StopMessage } from '@/workers/report/messages';
import { captureOutput } from './captureOutput';
import { createPulse } from './createPulse';
import { createStillWatch } from './createStillWatch';
import { endOfExit, type StopReason } from './endOfExit';
import { exitOf } from './exitOf';
import { forkTask } from './forkTask';
import { killTree } from './killTree';
import { sayOutOfMemory } from './sayOutOfMemory';
import type { Slot } from './slots';
import { createUsageMeter } from './usageMeter';

export type SupervisedTask = {
  task: ClaimedTask;
  /** Asks the task to stop, and kills it after the grace period; `fenced` kills it at once. */
  stop(reason: StopReason): void;
  /** Kills the process: its task goes on elsewhere where it stopped. */
  kill(): void;
  /** Looks whether it gets on; of a training, adds a point of CPU, memory and GPU load to the curves. Never rejects. */
  measure(): Promise<void>;
  /** Resolves when the process is gone and the attempt has ended in the database. Never rejects. */
  done: Promise<void>;
};

export type SupervisionOptions = {
  db: Db;
  task: ClaimedTask;
  /** Null for a task that needs no engine. */
  slot: Slot | null;
  executor: string | undefined;
  graceSeconds: number;
  /** A process that stands still for so long is ended. */
  stillSeconds: number;
  onError: (error: unknown) => void;
  /** Aborted when the supervisor has to leave even though the database is away. */
  abandon: AbortSignal;
};

/** Forks a process for a claimed task and looks after it until the attempt has ended. */
export function superviseTask(options: SupervisionOptions): SupervisedTask {
  const { db, task, slot, graceSeconds, stillSeconds, onError, abandon } = options;
  const reporter = createReporter({ db, lease: task, source: 'output', abandon });
  const child = forkTask(options);
  void offerToOomKiller(child.pid);
  const memoryWatch = createMemoryWatch(child.pid);
  captureOutput(child, reporter, memoryWatch.heard);
  const gpu = slot?.gpu ?? null;
  const usage = createUsageMeter({ pid: child.pid, gpu, secondsSoFar: task.secondsSoFar });
  let said: EndMessage['end'] | null = null;
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
    ...{ pulse, stillSeconds, again: `started again ${taskKinds[task.kind].goesOn}` },
    tell: (word) => markStill(db, task, word),
    end(why) {
      stoodStill = why;
      kill();
    },
  });
  child.on('message', (message: EndMessage | AliveMessage) => {
    if (message.type === 'alive') pulse.heard(message.signs);
    else said = message.end;
  });

  async function finish(): Promise<void> {
    const exit = await exitOf(child, killed.signal);
    clearTimeout(killTimer);
    const death = { task, device: slot?.device ?? 'cpu', memoryWatch, exit, killed: killed.signal.aborted, abandon };
    const outOfMemory = said ? null : await sayOutOfMemory(db, death);
    const end = endOfExit({ exit, said, stopping, outOfMemory, stoodStill });
    if (end === 'fenced') return;
    await reporter.drain();
    await retryTransient(() => finishTask(db, task, end), { signal: abandon });
  }

  return {
    task,
    stop(reason) {
      if (stopping === 'fenced' || stopping === 'cancel' || stopping === reason) return;
      stopping = reason;
      if (reason === 'fenced') kill();
      else send(child, { type: 'stop', reason });
      killTimer ??= setTimeout(kill, graceSeconds * 1000);
    },
    kill,
    async measure() {
      const [points] = await Promise.all([usage(), memoryWatch.look()]);
      const trains = task.kind === 'train' && child.exitCode === null && reporter.failure() === undefined;
      if (trains) reporter.metrics(points);
      const gpuBusy = points.some(({ key, value }) => key === 'gpu_percent' && value > 0);
      await watch.look(gpuBusy).catch(onError);
    },
    done: finish()
      .catch((error) => {
        if (!(error instanceof AppError && error.code === 'fenced')) onError(error);
      })
      .finally(() => reporter.close()),
  };
}

function send(child: ChildProcess, message: StopMessage): void {
  if (child.connected) child.send(message, () => undefined);
  else child.kill('SIGTERM');
}
