import { describe, expect, it } from 'vitest';
import { recipePresets } from '@/domain/recipePresets';
import { learningRate } from '@/workers/ml/train/learningRate';
import { createProgressMeter } from '@/workers/ml/train/progressMeter';

describe('the learning rate of the micro recipe', () => {
  const rate = (step: number) => learningRate(recipePresets.micro.base, step, 4800);
  it('warms up linearly over fifty steps', () => {
    expect(rate(0)).toBeCloseTo(0.004, 12);
    expect(rate(24)).toBeCloseTo(0.1, 12);
    expect(rate(49)).toBeCloseTo(0.2, 12);
  });
  it('falls by ten at 65 % and again at 88 % of the steps', () => {
    expect([rate(3119), rate(3120), rate(4223), rate(4224)].map((v) => Number(v.toPrecision(6)))).toEqual([
      0.2, 0.02, 0.02, 0.002,
    ]);
  });
});

describe('the progress meter', () => {
  it('estimates the time left from the recent rate, and counts what an earlier attempt did', () => {
    let clock = 0;
    const meter = createProgressMeter({ total: 100, done: 20, now: () => clock });
    expect(meter.etaSeconds()).toBeNull();
    for (let i = 0; i < 4; i++) {
      clock += 2000;
      meter.add(10);
    }
    expect(meter.progress()).toBeCloseTo(0.6, 12);
    expect(meter.etaSeconds()).toBeCloseTo(8, 0);
  });
});
