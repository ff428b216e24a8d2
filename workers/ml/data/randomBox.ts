import { mulberry32, namedStream, randomBelow } from '@/domain/random';
import type { Corner } from '@/workers/ml/views/viewTransform';
import type { SamplePlace } from './clipSampler';

/** Where a random box is drawn for: a training sample, or a clip of a test video. */
export type RandomBoxKey = SamplePlace | { seed: number; videoId: string; clip: number };

/** A box at a random place of the view, from a stream of its own: it changes no other draw. */
export function randomBox(key: RandomBoxKey, { side, boxSide }: { side: number; boxSide: number }): Corner {
  const seed =
    'videoId' in key
      ? namedStream('random box, evaluation', key.seed, key.videoId, key.clip)
      : namedStream('random box, training', key.seed, key.epoch, key.position);
  const random = mulberry32(seed);
  const top = randomBelow(random, side - boxSide + 1);
  return { top, left: randomBelow(random, side - boxSide + 1) };
}

/** The box in the centre of the view. */
export function centreBox({ side, boxSide }: { side: number; boxSide: number }): Corner {
  return { top: (side - boxSide) >> 1, left: (side - boxSide) >> 1 };
}
