import { beforeAll, describe, expect, it } from 'vitest';
import { mulberry32 } from '@/domain/random';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createInitialWeights } from '@/workers/ml/models/initialWeights';
import { microI3d } from '@/workers/ml/models/microI3d';
import { createNetwork } from '@/workers/ml/models/network';
import { resnet50I3d } from '@/workers/ml/models/resnet50I3d';
import type { StateDict } from '@/workers/ml/models/stateDict';

function stateOf(seed: number): StateDict {
  startEngine({ threads: 1, device: 'cpu' });
  const network = createNetwork({ spec: microI3d, classes: 8, seed });
  const state = network.stateDict();
  network.dispose();
  return state;
}

let state: StateDict;
beforeAll(() => {
  state = stateOf(7);
});

describe('first weights of Micro-I3D', () => {
  it('are uniform in +-1/sqrt(fan_in), drawn from mulberry32 in the order of the state dict', () => {
    const random = mulberry32(7);
    for (const [name, { shape, data }] of state) {
      if (shape.length !== 5) continue;
      const fanIn = shape.slice(1).reduce((a, b) => a * b, 1);
      const wanted = data.map(() => (2 * random() - 1) / Math.sqrt(fanIn));
      expect(data, name).toEqual(wanted);
      expect(Math.max(...data.map(Math.abs)) * Math.sqrt(fanIn), name).toBeGreaterThan(0.95);
    }
  });

  it('leave batch norms neutral and the classifier pessimistic', () => {
    const constant = (suffix: RegExp, value: number) => {
      const found = [...state].filter(([name]) => suffix.test(name));
      expect(found.length).toBeGreaterThan(0);
      for (const [, { data }] of found) expect(new Set(data)).toEqual(new Set([value]));
    };
    constant(/(bn\d|downsample\.1)\.weight$/, 1);
    constant(/(bn\d|downsample\.1)\.bias$/, 0);
    constant(/running_mean$/, 0);
    constant(/running_var$/, 1);
    constant(/^fc\.bias$/, -2);
  });

  it('depend on the seed alone', () => {
    expect(stateOf(7)).toEqual(state);
    expect(stateOf(8).get('conv1.weight')).not.toEqual(state.get('conv1.weight'));
  });
});

describe('first weights of ResNet50-I3D', () => {
  const initial = createInitialWeights(resnet50I3d, 3);

  it('are normal with variance 2 / fan_out', () => {
    const values = initial.convolution([64, 32, 1, 3, 3]);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 3);
    expect((variance * 64 * 9) / 2).toBeCloseTo(1, 1);
    const beyondTwoDeviations = values.filter((v) => v * v > 4 * variance).length / values.length;
    expect(beyondTwoDeviations).toBeCloseTo(0.0455, 2);
  });

  it('are uniform in +-1/sqrt(features) in the classifier, bias included', () => {
    const { weight, bias } = initial.classifier(157, 2048);
    for (const values of [weight, bias]) {
      const largest = values.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
      expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(2048));
      expect(largest).toBeGreaterThan(0.95 / Math.sqrt(2048));
    }
  });
});
