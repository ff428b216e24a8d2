import { describe, expect, it } from 'vitest';
import { opCost } from '@/scripts/bench/profile/opCost';
import { leastMs, profileMarkdown } from '@/scripts/bench/profile/profileReport';

describe('the least work of an op', () => {
  const [x, filter, y] = [
    [2, 8, 8, 16],
    [3, 3, 16, 32],
    [2, 8, 8, 32],
  ];
  /** A multiplication and an addition for every output, tap and input channel. */
  const flop = 2 * (2 * 8 * 8 * 32) * (3 * 3 * 16);

  it('is the same arithmetic for a convolution and both of its gradients', () => {
    expect(opCost('Conv2D', [x!, filter!], [y!]).flop).toBe(flop);
    expect(opCost('_MklNativeFusedConv2D', [x!, filter!, [32]], [y!]).flop).toBe(flop);
    expect(opCost('Conv2DBackpropInput', [[4], filter!, y!], [x!]).flop).toBe(flop);
    expect(opCost('Conv2DBackpropFilter', [x!, [4], y!], [filter!]).flop).toBe(flop);
    expect(opCost('Relu', [x!], [x!]).flop).toBe(0);
  });

  it('is every array once through memory, and nothing for views', () => {
    expect(opCost('Relu', [x!], [x!]).bytes).toBe(2 * 4 * 2048);
    expect(opCost('Reshape', [x!, [4]], [[2048]]).bytes).toBe(0);
    expect(opCost('Slice', [[9, 5], [2], [2]], [[3, 5]]).bytes).toBe(0);
    expect(opCost('Slice', [[9, 5], [2], [2]], [[9, 2]]).bytes).toBeGreaterThan(4 * 18);
    expect(opCost('ResourceApplyMomentum', [[], [], [], [100], []], []).bytes).toBe(5 * 4 * 100);
  });

  it('takes the longer of arithmetic and memory', () => {
    const limits = { flopPerSecond: 100e9, bytesPerSecond: 10e9 };
    expect(leastMs({ flop: 1e9, bytes: 1e6 }, limits)).toBeCloseTo(10, 9);
    expect(leastMs({ flop: 1e6, bytes: 1e9 }, limits)).toBeCloseTo(100, 9);
  });
});

it('a profile lists large ops, adds up small ones, and sums all of them', () => {
  const op = (name: string, ms: number) => ({ name, calls: 2, ms, cpuMs: ms, flop: 1e9, bytes: 1e6 });
  const text = profileMarkdown([
    {
      task: { backbone: 'micro_i3d', task: 'train', frames: 8, side: 56, batch: 8, threads: 1 },
      limits: { flopPerSecond: 100e9, bytesPerSecond: 10e9 },
      bestMs: 70,
      profiledMs: 80,
      ops: [op('Conv2D', 40), op('Relu', 20), op('Mul', 0.2), op('Mean', 0.1)],
    },
  ]);
  expect(text).toContain('| Conv2D | 2 | 40.0 | 1.00 | 1.0 | 25 | 1 | 10.0 ms | 25 % |');
  expect(text).toContain('| 2 others | 4 | 0.3 |');
  expect(text).toContain('| all ops | 8 | 60.3 |');
  expect(text).toContain('copies in and out): 19.7 ms');
});
