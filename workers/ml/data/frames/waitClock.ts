/** Counts the milliseconds in which the input was waited for, or made on the spot. */
export type WaitClock = {
  /** Counts the time until the work is done; what overlaps counts once. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  /** So far. */
  milliseconds(): number;
};

/** @param now a monotonic clock in milliseconds */
export function createWaitClock(now = () => performance.now()): WaitClock {
  let total = 0;
  let began = 0;
  let waiting = 0;
  return {
    async during(work) {
      if (waiting++ === 0) began = now();
      try {
        return await work();
      } finally {
        if (--waiting === 0) total += now() - began;
      }
    },
    milliseconds: () => total,
  };
}
