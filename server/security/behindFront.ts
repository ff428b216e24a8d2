const mark = Symbol.for('fovea.front');
const shared = globalThis as typeof globalThis & { [mark]?: true };

/** Said once by the process whose requests all come through `createFront`. */
export function markFront(): void {
  shared[mark] = true;
}

/** False where Next.js was started by itself: nobody would look at the requests. */
export function isBehindFront(): boolean {
  return shared[mark] === true;
}
