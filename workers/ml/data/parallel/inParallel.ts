/**
 * Does work on items, so many at a time, in their order; at the first failure the others under way are told to stop.
 * @throws what the work threw first; the reason of the signal
 */
export async function inParallel<Item>(
  items: readonly Item[],
  setting: { parallel: number; signal?: AbortSignal },
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const signal = setting.signal ? AbortSignal.any([stop.signal, setting.signal]) : stop.signal;
  let next = 0;
  const worker = async () => {
    for (;;) {
      const item = items[next++];
      if (item === undefined) return;
      signal.throwIfAborted();
      try {
        await work(item, signal);
      } catch (error) {
        stop.abort(error);
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(setting.parallel, items.length) }, worker));
}
