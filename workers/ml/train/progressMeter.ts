/** Turns work done into % and ETA; the rate is that of the last half minute or so, so it follows a slower or faster phase. */
export type ProgressMeter = {
  /** Work units done in this process since the last call. */
  add(work: number): void;
  progress(): number;
  etaSeconds(): number | null;
};

const memorySeconds = 30;

/** @param now a monotonic clock in milliseconds */
export function createProgressMeter({
  total,
  done,
  now = () => performance.now(),
}: {
  total: number;
  done: number;
  now?: () => number;
}): ProgressMeter {
  let finished = done;
  let last = now();
  let work = 0;
  let seconds = 0;
  return {
    add(amount) {
      const elapsed = (now() - last) / 1000;
      last = now();
      finished += amount;
      const keep = Math.exp(-elapsed / memorySeconds);
      work = work * keep + amount;
      seconds = seconds * keep + elapsed;
    },
    progress: () => (total === 0 ? 1 : Math.min(1, finished / total)),
    etaSeconds: () => (work > 0 && seconds > 0 ? (Math.max(0, total - finished) * seconds) / work : null),
  };
}
