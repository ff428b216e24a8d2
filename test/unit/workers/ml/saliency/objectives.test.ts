import { describe, expect, it } from 'vitest';
import type { Objective } from '@/domain/objectives';
import { randomArray } from '@/test/support/random';
import { createTemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';
import { objectiveFunctions } from '@/workers/ml/saliency/objectives/objectiveFunctions';

const steps = 3;
const classes = 4;
const frames = 6;
const frameLabels = randomArray(frames * classes, 9, 0, 1).map((v) => (v < 0.4 ? 1 : 0));
const logits = Float64Array.from(randomArray(2 * steps * classes, 8, -3, 3));
const common = {
  offset: steps * classes,
  steps,
  classes,
  frameLabels,
  upsampling: createTemporalUpsampling(steps, frames, 'half_pixel'),
  loss: 'row_mean' as const,
};

describe.each(Object.keys(objectiveFunctions) as Objective[])('objective %s', (id) => {
  it.each(['steps', 'mean_logits'] as const)('has the gradient that central differences find, over %s', (over) => {
    const gradient = new Float32Array(logits.length);
    objectiveFunctions[id]({ ...common, over, logits }, gradient);
    for (let i = 0; i < logits.length; i++) {
      const value = (d: number) => {
        const moved = logits.slice();
        moved[i]! += d;
        return objectiveFunctions[id]({ ...common, over, logits: moved }, new Float32Array(logits.length));
      };
      expect(gradient[i]).toBeCloseTo((value(1e-5) - value(-1e-5)) / 2e-5, 6);
    }
  });
});

it('L_E is the sum of p log p', () => {
  const p = [0.2, 0.9];
  const input = {
    ...common,
    over: 'steps' as const,
    steps: 1,
    classes: 2,
    offset: 0,
    logits: p.map((v) => Math.log(v / (1 - v))),
  };
  const value = objectiveFunctions.entropy(input, new Float32Array(2));
  expect(value).toBeCloseTo(0.2 * Math.log(0.2) + 0.9 * Math.log(0.9), 6);
});

it('L_CE without labels says what to use instead', () => {
  const input = { ...common, over: 'steps' as const, logits, frameLabels: null };
  expect(() => objectiveFunctions.cross_entropy(input, new Float32Array(logits.length))).toThrow(/Use L_E/);
});
