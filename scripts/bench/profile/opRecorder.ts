import { createRequire } from 'node:module';
import type { NativeBinding } from '@/workers/ml/engine/nativeBinding';
import { opCost } from './opCost';

/** Calls of one op in the recorded steps. */
export type OpRow = { name: string; calls: number; ms: number; cpuMs: number; flop: number; bytes: number };

/**
 * Puts a recorder between the engine and its binding. To be called before `startEngine`: the binding that it loads is then this one.
 * Every call is clocked, which makes a step some per cent slower.
 */
export function recordOps(): { start(): void; stop(): OpRow[] } {
  const require = createRequire(import.meta.url);
  const file = require.resolve('@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node');
  const native = require(file) as NativeBinding;
  const shapes = new Map<number, readonly number[]>();
  let rows: Map<string, OpRow> | undefined;

  function note(name: string, clock: { ms: number; cpuMs: number }, cost: { flop: number; bytes: number }): void {
    const row = rows?.get(name) ?? { name, calls: 0, ms: 0, cpuMs: 0, flop: 0, bytes: 0 };
    row.calls++;
    row.ms += clock.ms;
    row.cpuMs += clock.cpuMs;
    row.flop += cost.flop;
    row.bytes += cost.bytes;
    rows?.set(name, row);
  }

  const recording: NativeBinding = {
    TF_Version: native.TF_Version,
    createTensor(shape, dtype, values) {
      const id = native.createTensor(shape, dtype, values);
      shapes.set(id, shape);
      return id;
    },
    deleteTensor(id) {
      shapes.delete(id);
      native.deleteTensor(id);
    },
    tensorDataSync: (id) => native.tensorDataSync(id),
    executeOp(name, attributes, inputs, outputs) {
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      const results = native.executeOp(name, attributes, inputs, outputs);
      const ms = performance.now() - began;
      const { user, system } = process.cpuUsage(cpu);
      for (const { id, shape } of results) shapes.set(id, shape);
      if (rows) {
        const cost = opCost(
          name,
          inputs.map((id) => shapes.get(id) ?? []),
          results.map(({ shape }) => shape),
        );
        note(name, { ms, cpuMs: (user + system) / 1000 }, cost);
      }
      return results;
    },
    addFunction: (name, definition) => native.addFunction(name, definition),
    startOp: (name, inputs) => native.startOp(name, inputs),
    finishOp: () => native.finishOp(),
    getNumOfTensors: () => native.getNumOfTensors(),
    isUsingGpuDevice: () => native.isUsingGpuDevice(),
  };
  const loaded = require.cache[file];
  if (!loaded) throw new Error('the binding is not in the cache of modules');
  loaded.exports = recording;

  return {
    start() {
      rows = new Map();
    },
    stop() {
      const recorded = [...(rows ?? new Map<string, OpRow>()).values()];
      rows = undefined;
      return recorded.sort((a, b) => b.ms - a.ms);
    },
  };
}
