/** Keeps what `load` returns until the sum of the bytes exceeds the budget; then the least recently used go first. */
export function createByteBudget(budget: number, load: (key: string) => Uint8Array): (key: string) => Uint8Array {
  const kept = new Map<string, Uint8Array>(); // in order of use
  let bytes = 0;
  return (key) => {
    const value = kept.get(key) ?? load(key);
    if (!kept.delete(key)) bytes += value.length;
    kept.set(key, value);
    for (const [oldest, old] of kept) {
      if (bytes <= budget || oldest === key) break;
      kept.delete(oldest);
      bytes -= old.length;
    }
    return value;
  };
}
