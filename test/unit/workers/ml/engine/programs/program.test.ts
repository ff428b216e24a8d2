import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { floatConstant } from '@/workers/ml/engine/constants';
import { concat, slice } from '@/workers/ml/engine/ops/arrange';
import { batchNorm } from '@/workers/ml/engine/ops/batchNorm';
import { add, multiply, relu } from '@/workers/ml/engine/ops/elementwise';
import { fusedConvolution2d } from '@/workers/ml/engine/ops/fusedConvolution';
import { nativeMaxPool, nativeMaxPoolGradient } from '@/workers/ml/engine/ops/nativeMaxPool';
import { asProgram, forgetPrograms } from '@/workers/ml/engine/programs/program';
import { dispose, liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount, pending, type Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import {
  createVariable,
  disposeVariable,
  readVariable,
  subtractScaled,
  variableValues,
} from '@/workers/ml/engine/variable';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu', opsAtOnce: 2 }));
beforeEach(forgetPrograms);

const random = (shape: number[], seed: number) => createTensor(randomArray(elementCount(shape), seed), shape);
const valuesOf = (tensor: Tensor) => [...readTensor(tensor)];

/** Runs `body` op by op, then as a program, each on the inputs of a seed. @returns bytes of all results */
function bothWays(shape: number[], body: (x: Tensor) => Tensor[]) {
  const call = (seed: number) =>
    scope(() => {
      const x = random(shape, seed);
      return asProgram('both ways', () => scope(() => body(x))).map((y) => Buffer.from(readTensor(y).buffer));
    });
  const plain = [1, 2].map((seed) => {
    forgetPrograms();
    return call(seed);
  });
  forgetPrograms();
  call(3);
  return { plain, asOne: [1, 2].map(call) };
}

describe('a pass that comes again', () => {
  it('computes nothing before its end, and then what the ops one by one compute', () => {
    const ids: number[] = [];
    const pass = (value: number) =>
      scope(() => {
        const x = createTensor(Float32Array.of(value, -value), [2]);
        const [y] = [
          asProgram('twice and rectified', () => {
            const doubled = add(x, x);
            ids.push(doubled.id);
            return relu(doubled);
          }),
        ];
        return valuesOf(y);
      });
    expect([pass(1), pass(2), pass(-3)]).toEqual([
      [2, 0],
      [4, 0],
      [0, 6],
    ]);
    expect(ids[0]).not.toBe(pending);
    expect(ids.slice(1)).toEqual([pending, pending]);
  });

  it.each<[string, number[], (x: Tensor) => Tensor[]]>([
    ['sums, products, constants', [4, 5], (x) => [add(multiply(x, x), floatConstant(2)), relu(x)]],
    ['a list as input', [3, 4], (x) => [concat([x, relu(x), slice(x, [0, 1], [3, 2])], 1)]],
    [
      'a fused convolution',
      [1, 6, 6, 8],
      (x) => [
        fusedConvolution2d(
          x,
          random([3, 3, 8, 8], 9),
          { strides: [1, 1], padding: 'SAME' },
          { bias: random([8], 8), side: x, relu: true },
        ),
      ],
    ],
    [
      'a fused batch norm',
      [2, 4, 4, 8],
      (x) => {
        const [gamma, beta, mean, variance] = [
          random([8], 1),
          random([8], 2),
          random([8], 3),
          multiply(random([8], 4), random([8], 4)),
        ];
        const outputs = batchNorm(
          x,
          { gamma, beta, mean, variance },
          { epsilon: 1e-3, momentum: 0.1, training: true, relu: true },
        );
        return [outputs.y, outputs.mean, outputs.variance, outputs.saved[0]];
      },
    ],
    [
      'max pooling and its gradient',
      [1, 2, 5, 5, 8],
      (x) => {
        const window = { kernel: [1, 3, 3], strides: [1, 2, 2] } as const;
        const { y, pooled } = nativeMaxPool(x, window);
        return [y, nativeMaxPoolGradient(y, pooled, window)];
      },
    ],
  ])('has the same bits as op by op: %s', (_, shape, body) => {
    const before = liveTensors();
    const { plain, asOne } = bothWays(shape, body);
    expect(asOne).toEqual(plain);
    expect(liveTensors() - before).toBeLessThanOrEqual(3); // constants of the engine that were not there yet
  });

  it('keeps no tensor, however often it comes', () => {
    const pass = () =>
      scope(() => void valuesOf(asProgram('sum', () => scope(() => add(relu(random([8], 1)), random([8], 2))))));
    pass();
    const before = liveTensors();
    for (let k = 0; k < 5; k++) pass();
    expect(liveTensors()).toBe(before);
  });

  it('goes on after a value was read in its middle', () => {
    const pass = (value: number) =>
      scope(() =>
        asProgram('read in the middle', () => {
          const x = add(createTensor(Float32Array.of(value), [1]), floatConstant(1));
          const [read = 0] = valuesOf(x);
          return [read, ...valuesOf(multiply(x, createTensor(Float32Array.of(read), [1])))];
        }),
      );
    expect([1, 2, 3].map(pass)).toEqual([
      [2, 4],
      [3, 9],
      [4, 16],
    ]);
  });
});

describe('variables inside a pass', () => {
  it('are read and changed in the order of the ops', () => {
    const variable = createVariable(Float32Array.of(8), [1]);
    const factor = createTensor(Float32Array.of(0.5), []);
    const pass = () =>
      scope(() => {
        const results = asProgram('halve twice', () =>
          scope(() => {
            const first = readVariable(variable);
            const addend = multiply(first, floatConstant(1));
            const used = relu(first);
            dispose(first);
            subtractScaled(variable, addend, factor);
            const second = readVariable(variable);
            const seen = [used, add(second, second)];
            dispose(second);
            subtractScaled(variable, addend, factor);
            return seen;
          }),
        );
        return [...results.flatMap(valuesOf), ...variableValues(variable)];
      });
    // value v: read v; v - v/2; read v/2, doubled v; v/2 - v/2 = 0
    expect(pass()).toEqual([8, 8, 0]);
    for (const value of [8, 6, 4]) {
      scope(() =>
        subtractScaled(variable, createTensor(Float32Array.of(-value), [1]), createTensor(Float32Array.of(1), [])),
      );
      expect(pass()).toEqual([value, value, 0]);
    }
    dispose(factor);
    disposeVariable(variable);
  });
});

it('a pass does not hold back more memory than a bound: it is cut in parts, with the same result', () => {
  const size = 2 ** 21; // 8 MiB
  const pass = () =>
    scope(() => {
      const parts = Array.from({ length: 9 }, (_, k) => createTensor(new Float32Array(size).fill(k), [size]));
      const counts: number[] = [];
      const sum = asProgram('large', () =>
        scope(() => {
          let total = relu(floatConstant(0));
          for (const part of parts) {
            const next = add(total, part);
            dispose(total, part);
            total = next;
            counts.push(liveTensors());
          }
          return total;
        }),
      );
      return { sum: readTensor(sum)[7], most: Math.max(...counts), least: Math.min(...counts) };
    });
  expect(pass().sum).toBe(36);
  const { sum, most, least } = pass();
  expect(sum).toBe(36);
  expect(most - least).toBeGreaterThanOrEqual(4); // the first parts were given back before the last came
});
