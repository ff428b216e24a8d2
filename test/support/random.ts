/** Numbers in [0, 1) for tests, the same at every run (xorshift32; independent of the product's generators). */
export function testRandom(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** Array of `n` values in [low, high). */
export function randomArray(n: number, seed: number, low = -1, high = 1): Float32Array {
  const next = testRandom(seed);
  return Float32Array.from({ length: n }, () => low + (high - low) * next());
}
