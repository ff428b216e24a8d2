import { mulberry32 } from '@/domain/random';

export const noiseSide = 256;

/** Camera noise shared by all videos: 256 x 256, row-major, three uniform draws each, about -3..3. */
export function createNoiseTable(): Float64Array {
  const random = mulberry32(12345);
  return Float64Array.from({ length: noiseSide * noiseSide }, () => (random() + random() + random() - 1.5) * 2);
}
