import { beforeAll, expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { BatchNorm } from '@/workers/ml/layers/batchNorm';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu' }));

const shape = [3, 4, 5, 2];
const rows = 60;
const x = randomArray(rows * 2, 1, -2, 5);

/** Mean, biased and unbiased variance of a channel, in float64. */
function statistics(values: Float32Array, channel: number) {
  const own = Array.from({ length: rows }, (_, k) => values[2 * k + channel]!);
  const mean = own.reduce((a, b) => a + b, 0) / rows;
  const squares = own.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { mean, biased: squares / rows, unbiased: squares / (rows - 1) };
}

const forward = (norm: BatchNorm, values: Float32Array, training: boolean) =>
  scope(() => readTensor(norm.forward(createTensor(values, shape), { training, keep: false })));

it('running statistics follow PyTorch: (1 - momentum) old + momentum batch, unbiased variance, over several batches', () => {
  const norm = new BatchNorm('bn', 2, { epsilon: 1e-5, momentum: 0.1 });
  const batches = [x, randomArray(rows * 2, 2, 0, 1), randomArray(rows * 2, 3, -1, 9)];
  const wanted = [0, 1].map(() => ({ mean: 0, variance: 1 }));
  for (const batch of batches) {
    forward(norm, batch, true);
    norm.commit();
    wanted.forEach((running, channel) => {
      const { mean, unbiased } = statistics(batch, channel);
      running.mean = 0.9 * running.mean + 0.1 * mean;
      running.variance = 0.9 * running.variance + 0.1 * unbiased;
    });
  }
  const [mean, variance] = norm.state().map((array) => array.read());
  wanted.forEach((running, channel) => {
    expect(mean![channel]).toBeCloseTo(running.mean, 5);
    expect(variance![channel]).toBeCloseTo(running.variance, 5);
  });
});

it('training normalises with the biased batch variance, evaluation with the running statistics', () => {
  const norm = new BatchNorm('bn', 2, { epsilon: 0.5, momentum: 0.1 });
  const trained = forward(norm, x, true);
  const [mean, variance] = norm.state();
  mean!.write(Float32Array.of(1, -1));
  variance!.write(Float32Array.of(4, 0.25));
  const evaluated = forward(norm, x, false);
  for (let i = 0; i < x.length; i++) {
    const batch = statistics(x, i % 2);
    expect(trained[i]).toBeCloseTo((x[i]! - batch.mean) / Math.sqrt(batch.biased + 0.5), 5);
    const [m, v] = i % 2 === 0 ? [1, 4] : [-1, 0.25];
    expect(evaluated[i]).toBeCloseTo((x[i]! - m!) / Math.sqrt(v! + 0.5), 5);
  }
});

it('statistics of a pass that was never committed are forgotten', () => {
  const norm = new BatchNorm('bn', 2, { epsilon: 1e-5, momentum: 0.1 });
  forward(norm, x, true);
  norm.release();
  norm.commit();
  expect(norm.state().map((array) => [...array.read()])).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

it('evaluation leaves the running statistics untouched', () => {
  const norm = new BatchNorm('bn', 2, { epsilon: 1e-5, momentum: 0.1 });
  forward(norm, x, false);
  norm.commit();
  expect([...norm.state()[0]!.read(), ...norm.state()[1]!.read()]).toEqual([0, 0, 1, 1]);
});
