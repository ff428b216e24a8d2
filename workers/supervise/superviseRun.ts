import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { retryTransient } from '@/server/retryTransient';
import type { ClaimedRun } from '@/server/runs/claimRun';
import { finishRun } from '@/server/runs/finishRun';
import { markStill } from '@/server/runs/markStill';
import { createMemoryWitness } from '@/workers/memory/createMemoryWitness';
import { offerToOomKiller } from '@/workers/memory/offerToOomKiller';
import { createReporter } from '@/workers/report/createReporter';
import type { AliveMessage, EndMessage, StopMessage } from '@/workers/report/messages';
import { runArguments } from '@/workers/report/runOptions';
import { captureOutput } from './captureOutput';
import { createPulse } from './createPulse';
import { createStillWatch } from './createStillWatch';
import { endOfExit, type StopReason } from './endOfExit';
import { exitOf } from './exitOf';
import { killTree } from './killTree';
import { sayOutOfMemory } from './sayOutOfMemory';
import { type Slot, slotEnvironment } from './slots';
import { createUsageMeter } from './usageMeter';

export type SupervisedRun = {
  run: ClaimedRun;
  slot: Slot;
  /** Asks the run to stop, and kills it after the grace period; `fenced` kills it at once. */
  stop(reason: StopReason): void;
  /** Kills the process: its run goes on elsewhere from the last checkpoint. */
  kill(): void;
  /** Adds a point of CPU, memory and GPU load to the curves. Never rejects. */
  measure(): Promise<void>;
  /** Resolves when the process is gone and the run has ended in the database. Never rejects. */
  done: Promise<void>;
};

export type SupervisionOptions = {
  db: Db;
  run: ClaimedRun;
  slot: Slot;
  executor: string | undefined;
  graceSeconds: number;
  /** A process that stands still for so long is ended. */
  stillSeconds: number;
  onError: (error: unknown) => void;
  /** Aborted when the supervisor has to leave even though the database is away. */
  abandon: AbortSignal;
};

/**
 * [MiB] The heap of a run is small (some 30 MiB), its batches lie outside of it. V8 would take them as a reason to mark the whole heap every
 * three or four steps, in all threads it has; a heap that may be larger from the start is marked rarely.
 */
const initialHeap = 128;
const processFile = fileURLToPath(new URL('../runProcess.ts', import.meta.url));

/** Forks a process for a claimed run and looks after it until the run has ended. */
export function superviseRun(options: SupervisionOptions): SupervisedRun {
  const { db, run, slot, executor, graceSeconds, stillSeconds, onError, abandon } = options;
  const reporter = createReporter({ db, lease: run, source: 'output', abandon });
  const { device, threads } = slot;
  const args = runArguments({ run: run.runId, attempt: run.attempt, device, threads, executor });
  const child = fork(processFile, args, {
    execArgv: [`--initial-heap-size=${initialHeap}`, '--import', 'tsx'],
    env: slotEnvironment(slot),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  void offerToOomKiller(child.pid);
  const witness = createMemoryWitness(child.pid);
  captureOutput(child, reporter, witness.heard);
  const usage = createUsageMeter({ pid: child.pid, gpu: slot.gpu, secondsSinceStart: run.secondsSinceStart });
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
    ...{ pulse, stillSeconds, again: 'started again from its last checkpoint' },
    tell: (word) => markStill(db, run, word),
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
    const outOfMemory = said
      ? null
      : await sayOutOfMemory(db, { run, slot, witness, exit, killed: killed.signal.aborted, abandon });
    const end = endOfExit({ exit, said, stopping, outOfMemory, stoodStill });
    if (end === 'fenced') return;
    await reporter.drain();
    await retryTransient(() => finishRun(db, run, end), { signal: abandon });
  }

  return {
    run,
    slot,
    stop(reason) {
      if (stopping === 'fenced' || stopping === 'cancel' || stopping === reason) return;
      stopping = reason;
      if (reason === 'fenced') kill();
      else send(child, { type: 'stop', reason });
      killTimer ??= setTimeout(kill, graceSeconds * 1000);
    },
    kill,
    async measure() {
      const [points] = await Promise.all([usage(), witness.look()]);
      if (child.exitCode === null && reporter.failure() === undefined) reporter.metrics(points);
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
