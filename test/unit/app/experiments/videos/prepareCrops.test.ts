import { expect, it } from 'vitest';
import { boxHit } from '@/app/experiments/[id]/videos/[videoId]/boxHit';
import { prepareCrops } from '@/app/experiments/[id]/videos/[videoId]/prepareCrops';
import { boxOfClip } from '@/domain/boxOfClip';

const box = { top: 0.25, left: 0.125, height: 0.5, width: 0.5 };

it('says of how many pixels each crop of a box is made', () => {
  const crops = prepareCrops({
    box,
    size: { width: 192, height: 192 },
    resized: { width: 512, height: 64 },
    layout: { frames: 8, columns: 0 },
  });
  expect(crops.map(({ source, pixels }) => [source, pixels])).toEqual([
    ['original', '96 × 96 px'],
    ['upscaled', '32 × 32 px'],
  ]);
});

it('says nothing of the picture that is not there yet', () => {
  const crops = prepareCrops({
    box,
    size: { width: 340, height: 256 },
    resized: undefined,
    layout: { frames: 8, columns: 0 },
  });
  expect(crops.map(({ pixels }) => pixels)).toEqual(['170 × 128 px', '']);
});

it('takes the box of a clip out of four numbers each', () => {
  const boxes = [0.1, 0.2, 0.5, 0.5, 0.3, 0.4, 0.5, 0.5];
  expect(boxOfClip(boxes, 1)).toEqual({ top: 0.3, left: 0.4, height: 0.5, width: 0.5 });
  expect(boxOfClip(boxes, 2)).toBeNull();
  expect(boxOfClip([], 0)).toBeNull();
});

it('calls a box a hit from half of the frames on, and says where there was nothing to hit', () => {
  expect(boxHit(0.5)).toEqual({ state: 'hit', text: 'on an active object in 50 % of its frames' });
  expect(boxHit(0.49)?.state).toBe('miss');
  expect(boxHit(-1)).toEqual({ state: 'none', text: 'nothing active in this clip' });
  expect(boxHit(undefined)).toBeNull();
});
