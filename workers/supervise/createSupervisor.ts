import type { Logger } from 'pino';
import type { Db } from '@/server/db';
import { claimJob } from '@/server/jobs/claimJob';
import { readJobAnswer } from '@/server/jobs/readJobAnswer';
import { reapJobs } from '@/server/jobs/reapJobs';
import { renewJob } from '@/server/jobs/renewJob';
import { retryTransient } from '@/server/retryTransient';
import { claimRun } from '@/server/runs/claimRun';
import { reapLeases } from '@/server/runs/reapLeases';
import { readLeaseAnswers, renewLeases } from '@/server/runs/renewLeases';
import { heartbeatWorker } from '@/server/workers/heartbeatWorker';
import { retireSilentWorkers } from '@/server/workers/retireSilentWorkers';
import { stopWorker } from '@/server/workers/stopWorker';
import { createRounds } from './createRounds';
import { gpuIsFree } from './gpuIsFree';
import { releaseDeadWorkers } from './releaseDeadWorkers';
import type { Slot } from './slots';
import { type SupervisedJob, superviseJob } from './superviseJob';
import { type SupervisedRun, superviseRun } from './superviseRun';

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
  /** Works until `stop`; resolves when every run has been handed back and the worker has said goodbye. */
  work(): Promise<void>;
  /** No new runs or jobs; runs at work write a checkpoint and go back into the queue. A second call kills them. */
  stop(): void;
};

const pollMs = 400;
/** How long the last writes of a supervisor that stops may wait for the database. */
const farewellMs = 10_000;

/** Holds leases and looks after the processes that train; never trains itself, so that its heart always beats. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { db, logger, workerId, hostKey, slots, leaseSeconds, heartbeatSeconds, graceSeconds, stillSeconds, executor } =
    options;
  const running = new Map<number, SupervisedRun>();
  /** One job at a time, beside the runs and without a slot: reading videos needs no engine. */
  let atJob: SupervisedJob | null = null;
  const stopping = new AbortController();
  const abandon = new AbortController();

  async function claimInto(slot: Slot): Promise<void> {
    if (slot.gpu !== null && !(await gpuIsFree(slot.gpu))) return;
    const run = await claimRun(db, { workerId, slot: slot.number, device: slot.gpu, leaseSeconds });
    if (!run) return;
    logger.info({ run: run.name, attempt: run.attempt, slot: slot.number }, 'Run begins');
    const onError = (error: unknown) =>
      logger.error({ err: error, run: run.name }, 'The end of a run could not be written');
    const supervised = superviseRun({
      db,
      run,
      slot,
      executor,
      graceSeconds,
      stillSeconds,
      onError,
      abandon: abandon.signal,
    });
    running.set(slot.number, supervised);
    void supervised.done.then(() => {
      running.delete(slot.number);
      logger.info({ run: run.name, attempt: run.attempt }, 'Run has ended');
    });
  }

  async function fillSlots(): Promise<void> {
    const free = slots.filter(({ number }) => !running.has(number));
    if (free.length === 0) return;
    const queued = await db.run.count({ where: { status: 'QUEUED' } });
    if (queued === 0) return;
    for (const slot of free) if (!stopping.signal.aborted) await claimInto(slot);
  }

  async function takeJob(): Promise<void> {
    if (atJob !== null || stopping.signal.aborted) return;
    const job = await claimJob(db, { workerId, leaseSeconds });
    if (!job) return;
    logger.info({ job: job.title, attempt: job.attempt }, 'Job begins');
    const onError = (error: unknown) =>
      logger.error({ err: error, job: job.title }, 'The end of a job could not be written');
    const supervised = superviseJob({ db, job, graceSeconds, stillSeconds, onError, abandon: abandon.signal });
    atJob = supervised;
    void supervised.done.then(() => {
      atJob = null;
      logger.info({ job: job.title, attempt: job.attempt }, 'Job has ended');
    });
  }

  async function relayAndClaim(): Promise<void> {
    await relayStops();
    await takeJob();
    await fillSlots();
  }

  async function relayStops(): Promise<void> {
    const runs = [...running.values()];
    const answers = await readLeaseAnswers(
      db,
      runs.map(({ run }) => run),
    );
    runs.forEach((run, index) => {
      const answer = answers[index];
      if (answer === 'cancel' || answer === 'preempt') run.stop(answer);
    });
    const job = atJob;
    if (job !== null && (await readJobAnswer(db, job.job)) === 'cancel') job.stop('cancel');
  }

  async function heartbeat(): Promise<void> {
    const runs = [...running.values()];
    const leases = runs.map(({ run }) => run);
    const answers = await renewLeases(db, { leases, leaseSeconds });
    runs.forEach((run, index) => {
      const answer = answers[index] ?? 'fenced';
      if (answer !== 'go_on') run.stop(answer);
    });
    const job = atJob;
    if (job !== null) {
      const answer = await renewJob(db, job.job, { leaseSeconds });
      if (answer !== 'go_on') job.stop(answer);
    }
    await heartbeatWorker(db, workerId);
    for (const run of runs) void run.measure();
    void job?.look();
    await releaseDeadWorkers(db, { hostKey, ownId: workerId });
    // After the own leases are renewed: a supervisor that slept must not declare its own runs lost.
    await reapLeases(db, { leaseSeconds });
    await reapJobs(db, { leaseSeconds });
    await retireSilentWorkers(db, { leaseSeconds });
  }

  async function handBack(): Promise<void> {
    const atWork = [...running.values(), ...(atJob === null ? [] : [atJob])];
    for (const work of atWork) work.stop('preempt');
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
        for (const run of running.values()) run.kill();
        atJob?.kill();
      }
      stopping.abort();
    },
  };
}
