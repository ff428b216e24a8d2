import type { Logger } from 'pino';
import type { Db } from '@/server/db';
import { retryTransient } from '@/server/retryTransient';
import { claimTask } from '@/server/tasks/claimTask';
import { reapLeases } from '@/server/tasks/reapLeases';
import { readLeaseAnswers, renewLeases } from '@/server/tasks/renewLeases';
import { heartbeatWorker } from '@/server/workers/heartbeatWorker';
import { retireSilentWorkers } from '@/server/workers/retireSilentWorkers';
import { stopWorker } from '@/server/workers/stopWorker';
import { createRounds } from './createRounds';
import { gpuIsFree } from './gpuIsFree';
import { releaseDeadWorkers } from './releaseDeadWorkers';
import type { Slot } from './slots';
import { type SupervisedTask, superviseTask } from './superviseTask';

export type SupervisorOptions = {
  db: Db;
  logger: Logger;
  workerId: string;
  hostKey: string;
  slots: Slot[];
  leaseSeconds: number;
  heartbeatSeconds: number;
  graceSeconds: number;
  /** A process that stands still for so long is ended. */
  stillSeconds: number;
  /** Module that executes runs instead of the science; for tests of the lifecycle. */
  executor: string | undefined;
};

export type Supervisor = {
  /** Works until `stop`; resolves when every task has been handed back and the worker has said goodbye. */
  work(): Promise<void>;
  /** No new tasks; those at work write down how far they are and go back into the queue. A second call kills them. */
  stop(): void;
};

const leasesOf = (tasks: SupervisedTask[]) => tasks.map(({ task }) => task);

const pollMs = 400;
/** How long the last writes of a supervisor that stops may wait for the database. */
const farewellMs = 10_000;

/** Holds leases and looks after the processes that work; never works itself, so that its heart always beats. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { db, logger, workerId, hostKey, slots, leaseSeconds, heartbeatSeconds, graceSeconds, stillSeconds, executor } =
    options;
  /** By slot; one more, beside the slots, needs no engine: reading videos. */
  const running = new Map<number | null, SupervisedTask>();
  const stopping = new AbortController();
  const abandon = new AbortController();

  async function claimInto(slot: Slot | null): Promise<void> {
    const gpu = slot?.gpu ?? null;
    if (gpu !== null && !(await gpuIsFree(gpu))) return;
    const place = slot === null ? null : slot.number;
    const needs = slot === null ? 'little' : 'engine';
    const task = await claimTask(db, { workerId, needs, slot: place, device: gpu, leaseSeconds });
    if (!task) return;
    const words = { task: task.title, kind: task.kind, attempt: task.attempt };
    logger.info({ ...words, slot: place ?? undefined }, 'Task begins');
    const onError = (error: unknown) =>
      logger.error({ ...words, err: error }, 'The end of a task could not be written');
    const limits = { graceSeconds, stillSeconds, abandon: abandon.signal };
    const supervised = superviseTask({ db, task, slot, executor, ...limits, onError });
    running.set(place, supervised);
    void supervised.done.then(() => {
      running.delete(place);
      logger.info(words, 'Task has ended');
    });
  }

  async function fillPlaces(): Promise<void> {
    const free = [null, ...slots].filter((slot) => !running.has(slot?.number ?? null));
    if (free.length === 0 || (await db.task.count({ where: { status: 'QUEUED' } })) === 0) return;
    for (const slot of free) if (!stopping.signal.aborted) await claimInto(slot);
  }

  async function relayAndClaim(): Promise<void> {
    const tasks = [...running.values()];
    const answers = await readLeaseAnswers(db, leasesOf(tasks));
    // `fenced` is left to the heartbeat: a task that has just ended holds no lease either.
    tasks.forEach((task, index) => {
      const answer = answers[index];
      if (answer === 'cancel' || answer === 'preempt') task.stop(answer);
    });
    await fillPlaces();
  }

  async function heartbeat(): Promise<void> {
    const tasks = [...running.values()];
    const answers = await renewLeases(db, { leases: leasesOf(tasks), leaseSeconds });
    tasks.forEach((task, index) => {
      const answer = answers[index] ?? 'fenced';
      if (answer !== 'go_on') task.stop(answer);
    });
    await heartbeatWorker(db, workerId);
    for (const task of tasks) void task.measure();
    await releaseDeadWorkers(db, { hostKey, ownId: workerId });
    // After the own leases are renewed: a supervisor that slept must not declare its own tasks lost.
    await reapLeases(db, { leaseSeconds });
    await retireSilentWorkers(db, { leaseSeconds });
  }

  async function handBack(): Promise<void> {
    const atWork = [...running.values()];
    for (const task of atWork) task.stop('preempt');
    await Promise.all(atWork.map(({ done }) => done));
  }

  return {
    async work() {
      const finished = new AbortController();
      const rounds = createRounds(logger);
      const beating = rounds.repeat(heartbeat, { everyMs: heartbeatSeconds * 1000, until: finished.signal });
      await rounds.repeat(relayAndClaim, { everyMs: pollMs, until: stopping.signal });
      const deadline = setTimeout(() => abandon.abort(), graceSeconds * 1000 + farewellMs);
      await handBack();
      finished.abort();
      await beating;
      clearTimeout(deadline);
      await retryTransient(() => stopWorker(db, workerId), { signal: AbortSignal.timeout(farewellMs) });
    },
    stop() {
      if (stopping.signal.aborted) {
        for (const task of running.values()) task.kill();
      }
      stopping.abort();
    },
  };
}
