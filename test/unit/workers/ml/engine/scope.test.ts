import { beforeAll, describe, expect, it } from 'vitest';
import { disposeConstants, floatConstant, intConstant } from '@/workers/ml/engine/constants';
import { add, relu } from '@/workers/ml/engine/ops/elementwise';
import { detach, dispose, keep, liveTensors, outsideScopes, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu' }));

const tensor = (value: number) => createTensor(Float32Array.of(value), [1]);

describe('a scope', () => {
  it('frees what was made inside and returns plain values', () => {
    const before = liveTensors();
    const value = scope(() => readTensor(add(tensor(1), tensor(2)))[0]);
    expect(value).toBe(3);
    expect(liveTensors()).toBe(before);
  });

  it('hands returned tensors over, inside arrays and objects too', () => {
    const before = liveTensors();
    const result = scope(() => ({ sum: add(tensor(1), tensor(2)), others: [relu(tensor(-1))] }));
    expect(liveTensors()).toBe(before + 2);
    expect(readTensor(result.sum)[0]).toBe(3);
    dispose(result.sum, ...result.others);
    expect(liveTensors()).toBe(before);
  });

  it('gives what it returns to the scope around it', () => {
    const before = liveTensors();
    scope(() => {
      const inner = scope(() => tensor(1));
      expect(liveTensors()).toBe(before + 1);
      return readTensor(inner)[0];
    });
    expect(liveTensors()).toBe(before);
  });

  it('lets kept tensors outlive all scopes until they are disposed', () => {
    const before = liveTensors();
    let kept: Tensor | undefined;
    scope(() =>
      scope(() => {
        kept = keep(tensor(7));
        tensor(8);
      }),
    );
    expect(liveTensors()).toBe(before + 1);
    expect(readTensor(kept!)[0]).toBe(7);
    dispose(kept);
    expect(liveTensors()).toBe(before);
  });

  it('keeps a tensor of an outer scope from within an inner one', () => {
    const before = liveTensors();
    const ids: Tensor[] = [];
    scope(() => {
      const outer = tensor(1);
      scope(() => ids.push(keep(outer)));
    });
    expect(liveTensors()).toBe(before + 1);
    dispose(...ids);
    expect(liveTensors()).toBe(before);
  });

  it('frees everything after an error, kept tensors included, and passes the error on', () => {
    const before = liveTensors();
    const fail = () =>
      scope(() => {
        scope(() => keep(tensor(1)));
        keep(tensor(2));
        tensor(3);
        throw new Error('on purpose');
      });
    expect(fail).toThrow('on purpose');
    expect(liveTensors()).toBe(before);
  });

  it('frees everything after an op has failed, and names op and shapes', () => {
    const before = liveTensors();
    const fail = () => scope(() => add(createTensor(new Float32Array(2), [2]), createTensor(new Float32Array(3), [3])));
    expect(fail).toThrow(/AddV2\(float32\[2\], float32\[3\]\)/);
    expect(liveTensors()).toBe(before);
    expect(scope(() => readTensor(add(tensor(1), tensor(1)))[0])).toBe(2);
  });

  it('does not free detached tensors, not even after an error', () => {
    const before = liveTensors();
    const survivors: Tensor[] = [];
    expect(() =>
      scope(() => {
        scope(() => survivors.push(detach(tensor(1)), detach(keep(tensor(2)))));
        throw new Error('on purpose');
      }),
    ).toThrow('on purpose');
    expect(survivors.map((survivor) => readTensor(survivor)[0])).toEqual([1, 2]);
    dispose(...survivors);
    expect(liveTensors()).toBe(before);
  });

  it('refuses to await', () => {
    const before = liveTensors();
    expect(() => scope(async () => tensor(1))).toThrow('cannot await');
    expect(liveTensors()).toBe(before);
  });

  it('is invisible inside outsideScopes', () => {
    const before = liveTensors();
    const survivors: Tensor[] = [];
    expect(() =>
      scope(() => {
        survivors.push(outsideScopes(() => tensor(1)));
        throw new Error('on purpose');
      }),
    ).toThrow('on purpose');
    expect(liveTensors()).toBe(before + 1);
    dispose(...survivors);
  });
});

it('disposing twice is harmless', () => {
  const before = liveTensors();
  const once = tensor(1);
  dispose(once, once, undefined);
  dispose(once);
  expect(liveTensors()).toBe(before);
});

it('constants are made once, survive a failing scope, and come back after disposeConstants', () => {
  disposeConstants();
  const before = liveTensors();
  expect(() =>
    scope(() => {
      intConstant([1, 2, 3]);
      floatConstant(0.5);
      throw new Error('on purpose');
    }),
  ).toThrow('on purpose');
  expect(liveTensors()).toBe(before + 2);
  expect(intConstant([1, 2, 3])).toBe(intConstant([1, 2, 3]));
  expect(intConstant([1, 2], [2, 1])).not.toBe(intConstant([1, 2]));
  expect(readTensor(floatConstant(0.5))[0]).toBe(0.5);
  disposeConstants();
  expect(liveTensors()).toBe(before);
});
