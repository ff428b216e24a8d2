import { beforeAll, expect, it } from 'vitest';
import { intConstant } from '@/workers/ml/engine/constants';
import { toFloat } from '@/workers/ml/engine/ops/elementwise';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import {
  applyMomentum,
  assignVariable,
  createVariable,
  disposeVariable,
  readVariable,
  variableValues,
} from '@/workers/ml/engine/variable';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu' }));

it('createTensor copies: the array may be reused at once', () => {
  scope(() => {
    const values = new Float32Array(100_000).fill(3);
    const tensor = createTensor(values, [100, 1000]);
    values.fill(4);
    expect(readTensor(tensor)).toEqual(new Float32Array(100_000).fill(3));
    expect(tensor).toMatchObject({ shape: [100, 1000], dtype: 'float32' });
  });
});

it('reads a part of a larger array', () => {
  scope(() => {
    const whole = Float32Array.from({ length: 10 }, (_, k) => k);
    expect([...readTensor(shareTensor(whole.subarray(3, 7), [4]))]).toEqual([3, 4, 5, 6]);
  });
});

it('uploads bytes and turns them into floats on the device', () => {
  scope(() => {
    const bytes = createTensor(Uint8Array.of(0, 1, 128, 255), [2, 2]);
    expect(bytes.dtype).toBe('uint8');
    expect([...readTensor(toFloat(bytes))]).toEqual([0, 1, 128, 255]);
  });
});

it('refuses arrays that do not fill the shape, and reads float32 only', () => {
  expect(() => createTensor(new Float32Array(5), [2, 3])).toThrow('5 values do not fill the shape [2, 3]');
  expect(() => readTensor(intConstant([1]))).toThrow('expected float32');
});

it('variables keep their values apart, take new ones, and are gone after disposal', () => {
  const before = liveTensors();
  const variable = createVariable(Float32Array.of(1, 2, 3), [3]);
  const other = createVariable(Float32Array.of(7, 8, 9), [3]);
  expect([...variableValues(variable)]).toEqual([1, 2, 3]);
  assignVariable(variable, Float32Array.of(4, 5, 6));
  expect([...variableValues(variable)]).toEqual([4, 5, 6]);
  expect([...variableValues(other)]).toEqual([7, 8, 9]);
  disposeVariable(variable);
  disposeVariable(other);
  expect(liveTensors()).toBe(before);
  expect(() => variableValues(variable)).toThrow('ReadVariableOp');
});

it('a value read before an update keeps its numbers', () => {
  scope(() => {
    const variable = createVariable(Float32Array.of(1, 2), [2]);
    const velocity = createVariable(Float32Array.of(0, 0), [2]);
    const old = readVariable(variable);
    const scalar = (value: number) => createTensor(Float32Array.of(value), []);
    const gradient = createTensor(Float32Array.of(1, 1), [2]);
    applyMomentum(variable, velocity, { gradient, learningRate: scalar(0.5), momentum: scalar(0.9) });
    expect([...readTensor(old)]).toEqual([1, 2]);
    expect([...variableValues(variable)]).toEqual([0.5, 1.5]);
    disposeVariable(variable);
    disposeVariable(velocity);
  });
});
