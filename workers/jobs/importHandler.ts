import type { Db } from '@/server/db';
import type { Lease } from '@/server/tasks/lease';
import type { WhenThereIsRoom } from '@/workers/report/createRoomWait';

/** What an import is done with. */
export type ImportContext = {
  db: Db;
  lease: Lease;
  /** As it was stored; the handler parses it with the schema of its kind. */
  input: unknown;
  /** Says how far it is; pieces that an earlier attempt has done are `ready`. Cheap: written about once a second. */
  progress: (pieces: { done: number; total: number; ready: number }) => void;
  /** Does work that writes to a disk; while the disk is full it waits, and does the work again. */
  whenThereIsRoom: WhenThereIsRoom;
  /** Aborted with a `RunStopped` when it is to stop, or with what refused a write. */
  signal: AbortSignal;
  paths: { artifactsRoot: string; cacheRoot: string; ffmpegPath: string };
};

/**
 * Does an import, or goes on where an earlier attempt stopped; what it returns is stored as the result.
 * @throws AppError with what to do, the reason of the signal, and whatever is a bug
 */
export type ImportHandler = (context: ImportContext) => Promise<unknown>;
