import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { floatConstant } from '@/workers/ml/engine/constants';
import { slice } from '@/workers/ml/engine/ops/arrange';
import { add, multiply, relu } from '@/workers/ml/engine/ops/elementwise';
import { asProgram, forgetPrograms } from '@/workers/ml/engine/programs/program';
import { dispose, liveTensors, scope } from '@/workers/ml/engine/scope';
import { binding, startEngine } from '@/workers/ml/engine/startEngine';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu', opsAtOnce: 2 }));
beforeEach(forgetPrograms);

const valuesOf = (tensor: Tensor) => [...readTensor(tensor)];

describe('a pass that goes another way', () => {
  it.each<[string, (x: Tensor) => Tensor]>([
    ['another op', (x) => add(add(x, x), x)],
    ['another attribute', (x) => slice(relu(x), [0], [2])],
    ['fewer ops', (x) => relu(x)],
    ['more ops', (x) => relu(relu(relu(x)))],
    ['another input', (x) => relu(add(x, createTensor(Float32Array.of(1, 1, 1), [3])))],
  ])('is computed op by op: %s', (_, other) => {
    const pass = (body: (x: Tensor) => Tensor) =>
      scope(() =>
        valuesOf(asProgram('one key', () => scope(() => body(createTensor(Float32Array.of(1, -2, 3), [3]))))),
      );
    const usual = (x: Tensor) => relu(relu(x));
    const alone = (body: (x: Tensor) => Tensor) => {
      forgetPrograms();
      return pass(body);
    };
    const expected = [alone(other), alone(usual), alone(usual)];
    forgetPrograms();
    pass(usual);
    const before = liveTensors();
    expect([pass(other), pass(usual), pass(usual)]).toEqual(expected);
    expect(liveTensors() - before).toBeLessThanOrEqual(2);
  });

  it('is computed op by op where inputs have other shapes, or more is kept', () => {
    const pass = (size: number, keepBoth: boolean) =>
      scope(() => {
        const results = asProgram('shapes', () => {
          const [a, x] = [floatConstant(2), createTensor(new Float32Array(size).fill(1), [size])];
          const doubled = multiply(x, a);
          const sum = add(doubled, x);
          if (!keepBoth) dispose(doubled);
          return keepBoth ? [sum, doubled] : [sum];
        });
        return results.map(valuesOf);
      });
    expect(pass(2, false)).toEqual([[3, 3]]);
    expect(pass(2, true)).toEqual([
      [3, 3],
      [2, 2],
    ]);
    expect(pass(3, true)).toEqual([
      [3, 3, 3],
      [2, 2, 2],
    ]);
    expect(pass(3, true)).toEqual([
      [3, 3, 3],
      [2, 2, 2],
    ]);
  });

  it('holds no more tensors at any time than op by op', () => {
    const pass = (last: (x: Tensor) => Tensor) =>
      asProgram('long', () =>
        scope(() => {
          let x = relu(floatConstant(1));
          for (let k = 0; k < 6; k++) {
            const next = add(x, floatConstant(1));
            dispose(x);
            x = next;
          }
          return last(x);
        }),
      );
    const mostAlive = (last: (x: Tensor) => Tensor) => {
      const { executeOp } = binding();
      const counts: number[] = [];
      const spy = vi.spyOn(binding(), 'executeOp').mockImplementation((...call) => {
        counts.push(liveTensors());
        return executeOp(...call);
      });
      const y = pass(last);
      spy.mockRestore();
      expect(valuesOf(y)).toEqual([7]);
      dispose(y);
      expect(counts).toHaveLength(8);
      return Math.max(...counts);
    };
    dispose(pass(relu));
    const another = (x: Tensor) => multiply(x, floatConstant(1));
    const leaving = mostAlive(another);
    forgetPrograms();
    expect(mostAlive(another)).toBe(leaving);
  });

  it('frees everything and computes nothing where it fails', () => {
    const pass = (fails: boolean) =>
      scope(() => {
        const x = createTensor(Float32Array.of(1), [1]);
        return asProgram('fails', () =>
          scope(() => {
            const y = relu(add(x, x));
            dispose(x);
            if (fails) throw new Error('stopped');
            return y;
          }),
        );
      });
    dispose(pass(false));
    const before = liveTensors();
    expect(() => pass(true)).toThrow('stopped');
    const y = pass(false);
    expect(valuesOf(y)).toEqual([2]);
    dispose(y);
    expect(liveTensors()).toBe(before);
  });
});
