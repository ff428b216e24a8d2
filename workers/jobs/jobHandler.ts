import type { Db } from '@/server/db';
import type { JobLease } from '@/server/jobs/jobLease';
import type { WhenThereIsRoom } from '@/workers/report/createRoomWait';

/** What a job is done with. */
export type JobContext = {
  db: Db;
  lease: JobLease;
  /** As it was stored; the handler parses it with the schema of its kind. */
  input: unknown;
  /** Says how far the job is; pieces that an earlier attempt has done are `ready`. Cheap: written about once a second. */
  progress: (pieces: { done: number; total: number; ready: number }) => void;
  /** Does work that writes to a disk; while the disk is full it waits, and does the work again. */
  whenThereIsRoom: WhenThereIsRoom;
  /** Aborted with a `RunStopped` when the job is to stop. */
  signal: AbortSignal;
  paths: { artifactsRoot: string; cacheRoot: string; ffmpegPath: string };
};

/**
 * Does a job, or goes on where an earlier attempt stopped; what it returns is stored as the result.
 * @throws AppError with what to do, the reason of the signal, and whatever is a bug
 */
export type JobHandler = (context: JobContext) => Promise<unknown>;
