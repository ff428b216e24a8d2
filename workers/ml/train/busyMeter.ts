/** How busy the engine was, and how long the input was waited for. */
export type BusyMeter = {
  /** Between the look before, or the beginning, and now. */
  look(): { /** 0..1 of the wall time. */ busy: number; waitedMs: number };
};

/** @param clocks milliseconds so far: inside the engine, waiting for input, and on the wall */
export function createBusyMeter(clocks: { engineMs(): number; waitedMs(): number; now?: () => number }): BusyMeter {
  const { engineMs, waitedMs, now = () => performance.now() } = clocks;
  const read = () => ({ engine: engineMs(), waited: waitedMs(), wall: now() });
  let before = read();
  return {
    look() {
      const after = read();
      const wall = after.wall - before.wall;
      const busy = wall > 0 ? Math.min(1, (after.engine - before.engine) / wall) : 0;
      const waited = after.waited - before.waited;
      before = after;
      return { busy, waitedMs: waited };
    },
  };
}
