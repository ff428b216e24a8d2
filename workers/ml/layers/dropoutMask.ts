import { mulberry32 } from '@/domain/random';

/** Factors for `count` values: 0 with probability `rate`, else 1 / (1 - rate). The same seed gives the same mask everywhere. */
export function dropoutMask(count: number, rate: number, seed: number): Float32Array {
  const random = mulberry32(seed);
  const scale = 1 / (1 - rate);
  return Float32Array.from({ length: count }, () => (random() < rate ? 0 : scale));
}
