/** Turns work done into % and ETA; the rate is that of the last half minute or so, so it follows a slower or faster phase. */
export type ProgressMeter = {
  /** Work units done in this process since the last call. */
  add(work: number): void;
  /** Work units that were done before: they say nothing about the rate. */
  skip(work: number): void;
  /** Work units done, earlier ones included. */
  done(): number;
  progress(): number;
  etaSeconds(): number | null;
  /** Work units a second; null before the first. */
  rate(): number | null;
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
    skip(amount) {
      finished += amount;
    },
    done: () => finished,
    progress: () => (total === 0 ? 1 : Math.min(1, finished / total)),
    rate: () => (work > 0 && seconds > 0 ? work / seconds : null),
    etaSeconds: () => (work > 0 && seconds > 0 ? (Math.max(0, total - finished) * seconds) / work : null),
  };
}
