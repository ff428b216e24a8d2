/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * The mulberry32 generator: 32-bit state, one uniform number in [0, 1) a call, the same on every machine.
 * @param seed any integer; only its lowest 32 bits count
 */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Seed of sub-stream b of a: (a * 1000003 + b * 7919) mod 2^32, in 32-bit arithmetic so that large a stay exact. */
export function stream(a: number, b: number): number {
  return (Math.imul(a, 1000003) + Math.imul(b, 7919)) >>> 0;
}

/**
 * Seed of a stream that has a name ('clip', 'random box') and a position (seed, epoch, ...). Unlike `stream` it mixes every
 * key, so that neighbouring positions and different names share nothing.
 * @param keys integers in -2^31..2^32, or texts such as a video id
 */
export function namedStream(name: string, ...keys: (number | string)[]): number {
  let hash = mixText(0x811c9dc5, name);
  for (const key of keys) hash = typeof key === 'string' ? mixText(hash, key) : mix(hash, key);
  return hash >>> 0;
}

function mixText(hash: number, text: string): number {
  for (let k = 0; k < text.length; k++) hash = mix(hash, text.charCodeAt(k));
  return mix(hash, ~text.length); // the end of a text differs from a text that goes on
}

function mix(hash: number, word: number): number {
  hash = Math.imul(hash ^ word, 0x9e3779b1);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** An integer in 0..count-1. */
export function randomBelow(random: Random, count: number): number {
  return Math.floor(random() * count);
}

/** A random order of 0..count-1 (Fisher-Yates). */
export function randomOrder(random: Random, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = randomBelow(random, k + 1);
    const held = order[k] ?? 0;
    order[k] = order[other] ?? 0;
    order[other] = held;
  }
  return order;
}
