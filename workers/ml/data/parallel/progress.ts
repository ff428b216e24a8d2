/** Progress of preparing data: pieces done of all, and the estimated seconds to go (null before the first piece). */
export type DataProgress = { done: number; total: number; etaSeconds: number | null };

export type DataProgressCount = { report(): void; advance(): void };

/** Counts pieces; the estimate rests on the pieces made now, not on those found ready. */
export function createDataProgress(options: {
  total: number;
  ready: number;
  onProgress?: (progress: DataProgress) => void;
}): DataProgressCount {
  const { total, ready, onProgress } = options;
  const begin = performance.now();
  let made = 0;
  const report = () => {
    const secondsEach = (performance.now() - begin) / 1000 / made;
    const left = total - ready - made;
    const etaSeconds = left === 0 ? 0 : made === 0 ? null : secondsEach * left;
    onProgress?.({ done: ready + made, total, etaSeconds });
  };
  return {
    report,
    advance() {
      made += 1;
      report();
    },
  };
}
