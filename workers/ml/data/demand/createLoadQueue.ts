/** A queue of things to load, in order, with a limit on how many at a time and on the memory of what is loaded ahead. */
export type LoadQueue<Job> = {
  add(id: number, job: Job): void;
  /** Somebody waits for it: it goes first, whatever the memory. */
  urge(id: number): void;
  /** Its memory is free again; if it was not begun it never will be. */
  release(id: number): void;
};

type Entry<Job> = { id: number; job: Job; bytes: number; urgent: boolean };

/**
 * @param setting `load` gives bytes or throws; `deliver` and `fail` get the outcome of each job once, unless it was released
 * before it began
 */
export function createLoadQueue<Job>(setting: {
  parallel: number;
  budgetBytes: number;
  bytesOf(job: Job): number;
  load(job: Job): Promise<Uint8Array>;
  deliver(id: number, bytes: Uint8Array): void;
  fail(id: number, error: unknown): void;
}): LoadQueue<Job> {
  const { parallel, budgetBytes, bytesOf, load, deliver, fail } = setting;
  const waiting: Entry<Job>[] = [];
  const held = new Map<number, number>(); // bytes of what is being loaded, or loaded and not released
  let running = 0;

  function next(): Entry<Job> | undefined {
    const urgent = waiting.findIndex((entry) => entry.urgent);
    if (urgent >= 0) return waiting.splice(urgent, 1)[0];
    const first = waiting[0];
    const bytes = [...held.values()].reduce((a, b) => a + b, 0);
    return first && bytes + first.bytes <= budgetBytes ? waiting.shift() : undefined;
  }

  function advance(): void {
    while (running < parallel) {
      const entry = next();
      if (!entry) return;
      running += 1;
      held.set(entry.id, entry.bytes);
      load(entry.job)
        .then(
          (bytes) => deliver(entry.id, bytes),
          (error: unknown) => {
            held.delete(entry.id);
            fail(entry.id, error);
          },
        )
        .finally(() => {
          running -= 1;
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
      held.delete(id);
      advance();
    },
  };
}
