import { beforeAll, describe, expect, it } from 'vitest';
import { goldenSpec } from '@/test/support/goldenMini';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { freeze } from '@/workers/ml/models/frozenNetwork';
import { createNetwork } from '@/workers/ml/models/network';
import { resnet50I3d } from '@/workers/ml/models/resnet50I3d';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu' }));

describe('ResNet50-I3D of other sizes', () => {
  const narrow = { ...goldenSpec, head: resnet50I3d.head };
  const logitsOf = (frames: number, side: number, classes: number) => {
    const network = createNetwork({ spec: narrow, classes, seed: 1 });
    const frozen = freeze(network);
    const values = Float32Array.from({ length: frames * side * side * 3 }, (_, i) => Math.sin(i / 7));
    try {
      return scope(() => {
        const x = createTensor(values, [1, frames, side, side, 3]);
        const { logits, gradient } = frozen.inputGradient(x, (found) => found.map(() => 1));
        expect(gradient.shape).toEqual(x.shape);
        const live = network.evaluation.inputGradient(x, (found) => found.map(() => 1));
        const [folded, plain] = [readTensor(gradient), readTensor(live.gradient)];
        // single values may differ by more: rounding switches a ReLU or a pool here and there
        const apart =
          plain.reduce((sum, value, i) => sum + Math.abs(value - folded[i]!), 0) /
          folded.reduce((sum, value) => sum + Math.abs(value), 0);
        return { shape: logits.shape, apart };
      });
    } finally {
      network.dispose();
      frozen.dispose();
    }
  };

  it.each([
    [9, 193, 3, 1],
    [17, 224, 157, 2],
    [16, 256, 1, 1],
    [25, 200, 600, 3],
  ])('%i frames of %i px and %i classes give logits at %i time steps', (frames, side, classes, steps) => {
    const { shape, apart } = logitsOf(frames, side, classes);
    expect(shape).toEqual([1, steps, classes]);
    expect(apart).toBeLessThan(1e-3);
  });

  it.each([
    [8, 224],
    [16, 192],
  ])('%i frames of %i px are refused in words', (frames, side) => {
    expect(() => logitsOf(frames, side, 2)).toThrow(/too small/);
  });
});
