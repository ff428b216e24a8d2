import { expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import type { Clip } from '@/workers/ml/attention/clip';
import { fuseLogits, tunedGradient } from '@/workers/ml/fusion/fuseLogits';
import { fusionStrategyOf } from '@/workers/ml/fusion/fusionStrategies';
import { batchLoss } from '@/workers/ml/train/batchLoss';

const axes = { secondView: 'attention', cropSource: 'original', objective: 'entropy' } as const;
const [n, frames, steps, classes] = [3, 8, 4, 5];

function clipsWithLabels(): Clip[] {
  return Array.from({ length: n }, (_, k) => ({
    item: { id: `v${k}`, path: '', kind: 'video', state: 'ok', actions: [], lengthSeconds: 1 },
    firstFrame: 0,
    frameNumbers: [0, 1, 2, 3, 4, 5, 6, 7],
    view: {
      source: { height: 1, width: 1 },
      resized: { height: 1, width: 1 },
      offset: { top: 0, left: 0 },
      side: 1,
      flip: false,
    },
    frameLabels: randomArray(frames * classes, k + 1, 0, 1).map((v) => (v < 0.3 ? 1 : 0)),
    randomKey: { seed: 0, epoch: 0, position: k },
  }));
}

it('temporal concatenation puts each second view right after its own V_in', () => {
  const views = randomArray(n * 6, 1);
  const second = randomArray(n * 6, 2);
  const input = fusionStrategyOf({ ...axes, fusion: 'temporal_concat' }).input(
    { views, second, boxes: null, noSaliency: null, maps: null, saliencyFrom: null },
    n,
  );
  for (let k = 0; k < n; k++) {
    expect([...input.subarray(k * 12, k * 12 + 6)]).toEqual([...views.subarray(k * 6, k * 6 + 6)]);
    expect([...input.subarray(k * 12 + 6, k * 12 + 12)]).toEqual([...second.subarray(k * 6, k * 6 + 6)]);
  }
});

it.each([
  ['a base run', null, 1],
  ['late fusion', randomArray(n * steps * classes, 8, -2, 2), 1],
  ['temporal concatenation', null, 2],
] as const)('the gradient at the trained logits of %s is what central differences find', (_, frozen, viewsInTime) => {
  const tuned = randomArray(n * steps * classes, 9, -2, 2);
  const common = {
    steps,
    clips: clipsWithLabels(),
    classes,
    viewsInTime,
    upsampling: 'half_pixel',
    loss: 'sum',
    share: 0.5,
  } as const;
  const gradient = tunedGradient(batchLoss({ ...common, logits: fuseLogits(tuned, frozen) }).gradient, frozen);
  for (let i = 0; i < tuned.length; i += 7) {
    const value = (d: number) => {
      const moved = tuned.slice();
      moved[i]! += d;
      return batchLoss({ ...common, logits: fuseLogits(moved, frozen) }).total;
    };
    expect(gradient[i]).toBeCloseTo((value(1e-2) - value(-1e-2)) / 2e-2, 5);
  }
});
