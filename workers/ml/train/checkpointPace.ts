/** Tells when the next checkpoint is due. */
export type CheckpointPace = {
  due(): boolean;
  /** A checkpoint stands that took so long to write. */
  wrote(milliseconds: number): void;
};

/** Seconds of work that a crash may cost where writing is quick. */
const leastSeconds = 30;
/**
 * Writing takes at most one part in so many of the time, and the engine is free meanwhile: a network of 130 MB with its momentum, which
 * takes a second, is not written every half minute.
 */
const share = 50;

/** @param now a monotonic clock in milliseconds */
export function createCheckpointPace(now = () => performance.now()): CheckpointPace {
  let from = now();
  let interval = leastSeconds * 1000;
  return {
    due: () => now() - from > interval,
    wrote(milliseconds) {
      from = now();
      interval = Math.max(leastSeconds * 1000, share * milliseconds);
    },
  };
}
