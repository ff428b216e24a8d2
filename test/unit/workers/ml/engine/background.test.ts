import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { floatConstant } from '@/workers/ml/engine/constants';
import { engineMilliseconds } from '@/workers/ml/engine/engineTime';
import { relu } from '@/workers/ml/engine/ops/elementwise';
import { asProgram, forgetPrograms } from '@/workers/ml/engine/programs/program';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import {
  createVariable,
  disposeVariable,
  subtractScaled,
  type Variable,
  variableValues,
} from '@/workers/ml/engine/variable';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu', opsAtOnce: 2 }));
beforeEach(forgetPrograms);

/** An update that ends in no result: as a program it runs in the background. */
function subtract(variable: Variable, values: number[]): void {
  scope(() => {
    const addend = createTensor(Float32Array.from(values), [values.length]);
    asProgram('subtract', () => scope(() => subtractScaled(variable, relu(addend), floatConstant(1))));
  });
}

it('whoever reads or computes next sees what was started before', () => {
  const variable = createVariable(Float32Array.of(100, 100), [2]);
  subtract(variable, [1, 2]);
  const before = liveTensors();
  for (let k = 0; k < 50; k++) subtract(variable, [1, -1]);
  expect([...variableValues(variable)]).toEqual([49, 98]);
  subtract(variable, [1, 1]);
  const [sum] = scope(() => readTensor(relu(createTensor(Float32Array.of(7), [1]))));
  expect([sum, ...variableValues(variable)]).toEqual([7, 48, 97]);
  expect(liveTensors()).toBe(before);
  disposeVariable(variable);
});

it('the time that it runs counts as the time of the engine, once', () => {
  const size = 2 ** 22;
  const variable = createVariable(new Float32Array(size), [size]);
  const ones = new Float32Array(size).fill(1);
  const pass = () =>
    scope(() => {
      const addend = createTensor(ones, [size]);
      asProgram('large', () => scope(() => subtractScaled(variable, relu(addend), floatConstant(1))));
    });
  pass();
  pass();
  expect(variableValues(variable)[size - 1]).toBe(-2);
  const [wall, engine] = [performance.now(), engineMilliseconds()];
  pass();
  const started = engineMilliseconds();
  expect(variableValues(variable)[7]).toBe(-3);
  expect(engineMilliseconds()).toBeGreaterThan(started);
  expect(engineMilliseconds() - engine).toBeLessThanOrEqual(performance.now() - wall);
  disposeVariable(variable);
});

it('what goes wrong in it is said by the next call, under its own name; then the engine goes on', () => {
  const [two, three] = [2, 3].map((size) => createVariable(new Float32Array(size), [size]));
  for (let k = 0; k < 2; k++) subtract(two!, [1, 1]);
  subtract(three!, [1, 1]); // the forms of the inputs are the same: only libtensorflow sees the variable's shape
  expect(() => relu(floatConstant(1))).toThrow(/^Program\d+\(.*shape/s);
  expect([two!, three!].map((variable) => [...variableValues(variable)])).toEqual([
    [-2, -2],
    [0, 0, 0],
  ]);
  for (const variable of [two!, three!]) disposeVariable(variable);
});

it('a process that exits meanwhile ends in order', () => {
  const script = fileURLToPath(new URL('../../../../support/exitDuringOp.ts', import.meta.url));
  const { status, signal, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' });
  expect({ status, signal, stdout }).toEqual({ status: 3, signal: null, stdout: 'in the background\n' });
});
