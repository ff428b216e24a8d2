/** A waiting run: how long it will take (null: nobody knows yet) and the run whose weights it waits for. */
export type WaitingRun = { id: string; seconds: number | null; baseRunId: string | null };

export type StartEstimate = {
  /** Seconds until each usable slot is free; Infinity where nobody knows. */
  slots: number[];
  /** In the order of the queue. */
  queue: WaitingRun[];
  /** Seconds until runs at work finish, for runs that wait for one of them. */
  finishes: ReadonlyMap<string, number>;
};

/**
 * When each waiting run will start if all goes on as now, in seconds: the first run of the queue whose base is ready takes the slot
 * that is free first. Null where it cannot be known (no slot, an unknown duration ahead, a base that is not on its way).
 */
export function estimateStarts({ slots, queue, finishes }: StartEstimate): Map<string, number | null> {
  const free = [...slots];
  const finished = new Map(finishes);
  const waiting = [...queue];
  const starts = new Map<string, number | null>(queue.map(({ id }) => [id, null]));
  const inQueue = new Set(queue.map(({ id }) => id));

  // A base outside queue and slots is there already.
  const readyAt = ({ baseRunId }: WaitingRun) =>
    baseRunId === null ? 0 : (finished.get(baseRunId) ?? (inQueue.has(baseRunId) ? Number.POSITIVE_INFINITY : 0));

  while (waiting.length > 0) {
    const at = Math.min(...free);
    const slot = free.indexOf(at);
    if (slot === -1 || at === Number.POSITIVE_INFINITY) break;
    const earliest = Math.max(at, Math.min(...waiting.map(readyAt)));
    const index = waiting.findIndex((run) => readyAt(run) <= earliest);
    const run = waiting[index];
    if (run === undefined || earliest === Number.POSITIVE_INFINITY) break;
    waiting.splice(index, 1);
    starts.set(run.id, earliest);
    const end = run.seconds === null ? Number.POSITIVE_INFINITY : earliest + run.seconds;
    free[slot] = end;
    finished.set(run.id, end);
  }
  return starts;
}
