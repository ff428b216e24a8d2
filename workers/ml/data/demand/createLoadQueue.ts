/** A queue of things to make, in order, with a limit on how many at a time and on the memory of what is made ahead. */
export type LoadQueue<Job> = {
  add(id: number, job: Job): void;
  /** Somebody waits for it: it goes first, whatever the memory. */
  urge(id: number): void;
  /** Its memory is free again, when it is no longer being made; if it was not begun it never will be. */
  release(id: number): void;
  /** Bytes of what is being made, or made and not released. */
  heldBytes(): number;
};

type Entry<Job> = { id: number; job: Job; bytes: number; urgent: boolean };

/**
 * @param setting `load` makes a result or throws; `deliver` and `fail` get the outcome of each job once, unless it was released
 * before it began. A job larger than the budget is made when nothing else is held.
 */
export function createLoadQueue<Job, Result>(setting: {
  parallel: number;
  budgetBytes: number;
  bytesOf(job: Job): number;
  load(job: Job): Promise<Result>;
  deliver(id: number, result: Result): void;
  fail(id: number, error: unknown): void;
}): LoadQueue<Job> {
  const { parallel, budgetBytes, bytesOf, load, deliver, fail } = setting;
  const waiting: Entry<Job>[] = [];
  const held = new Map<number, number>(); // bytes
  const running = new Set<number>();
  const doomed = new Set<number>(); // released while they run

  const heldBytes = () => [...held.values()].reduce((a, b) => a + b, 0);

  function next(): Entry<Job> | undefined {
    const urgent = waiting.findIndex((entry) => entry.urgent);
    if (urgent >= 0) return waiting.splice(urgent, 1)[0];
    const first = waiting[0];
    const fits = first && (held.size === 0 || heldBytes() + first.bytes <= budgetBytes);
    return fits ? waiting.shift() : undefined;
  }

  function advance(): void {
    while (running.size < parallel) {
      const entry = next();
      if (!entry) return;
      running.add(entry.id);
      held.set(entry.id, entry.bytes);
      load(entry.job)
        .then(
          (result) => deliver(entry.id, result),
          (error: unknown) => {
            held.delete(entry.id);
            fail(entry.id, error);
          },
        )
        .finally(() => {
          running.delete(entry.id);
          if (doomed.delete(entry.id)) held.delete(entry.id);
          advance();
        });
    }
  }

  return {
    add(id, job) {
      waiting.push({ id, job, bytes: bytesOf(job), urgent: false });
      advance();
    },
    urge(id) {
      const entry = waiting.find((other) => other.id === id);
      if (entry) entry.urgent = true;
      advance();
    },
    release(id) {
      const at = waiting.findIndex((entry) => entry.id === id);
      if (at >= 0) waiting.splice(at, 1);
      if (running.has(id)) doomed.add(id);
      else held.delete(id);
      advance();
    },
    heldBytes,
  };
}
