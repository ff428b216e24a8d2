import { expect, it } from 'vitest';
import { engineMilliseconds, timedBinding } from '@/workers/ml/engine/engineTime';
import { add } from '@/workers/ml/engine/ops/elementwise';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';

it('counts the time inside the engine, and no other', () => {
  startEngine({ threads: 1, device: 'cpu' });
  const before = engineMilliseconds();
  scope(() => {
    const ones = createTensor(new Float32Array(1e6).fill(1), [1e6]);
    readTensor(add(ones, ones));
  });
  const after = engineMilliseconds();
  expect(after).toBeGreaterThan(before);
  expect(Array.from({ length: 1e5 }, (_, k) => Math.sqrt(k)).at(-1)).toBeGreaterThan(316);
  expect(engineMilliseconds()).toBe(after);
});

it('counts what fails, and passes everything on', () => {
  const calls: unknown[] = [];
  const binding = timedBinding({
    TF_Version: '1',
    createTensor: (...all) => calls.push(all),
    deleteTensor: (id) => void calls.push(id),
    tensorDataSync: () => {
      throw new Error('lost');
    },
    executeOp: (...all) => {
      calls.push(all);
      return [];
    },
    addFunction: (...all) => void calls.push(all),
    startOp: (...all) => void calls.push(all),
    finishOp: () => 1000,
    getNumOfTensors: () => 7,
    isUsingGpuDevice: () => true,
  });
  const before = engineMilliseconds();
  expect(() => binding.tensorDataSync(1)).toThrow('lost');
  expect(engineMilliseconds()).toBeGreaterThanOrEqual(before);
  const values = new Float32Array(2);
  binding.createTensor([2], 1, values);
  binding.executeOp('Add', [], [1, 2], 1);
  binding.deleteTensor(3);
  const nothing = { nodes: [], parameters: 0, results: [], effects: [] };
  binding.addFunction('Nothing', nothing);
  binding.startOp('Nothing', [4]);
  const started = engineMilliseconds();
  expect(binding.finishOp()).toBe(1000);
  expect(engineMilliseconds()).toBe(started + 1000);
  expect(calls).toEqual([[[2], 1, values], ['Add', [], [1, 2], 1], 3, ['Nothing', nothing], ['Nothing', [4]]]);
  expect([binding.TF_Version, binding.getNumOfTensors(), binding.isUsingGpuDevice()]).toEqual(['1', 7, true]);
});
