import type { Db } from '@/server/db';
import type { Lease } from '@/server/tasks/lease';
import type { Reporter } from '@/workers/report/createReporter';
import type { StopSignal } from '@/workers/report/stopSignal';
import type { TaskOptions } from './taskOptions';

/** What a task is done with. */
export type TaskContext = {
  db: Db;
  lease: Lease;
  /** As it was stored; the handler parses it. */
  input: unknown;
  reporter: Reporter;
  stop: StopSignal;
  options: TaskOptions;
};

/**
 * Does a task, or goes on where an earlier attempt stopped; what it returns is stored as the result.
 * @throws RunStopped when asked to stop, AppError with what to do, and whatever is a bug
 */
export type TaskHandler = (context: TaskContext) => Promise<unknown>;
