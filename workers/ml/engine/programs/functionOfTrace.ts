import {
  attribute,
  type FunctionDefinition,
  type FunctionNode,
  type NodeOutput,
} from '@/workers/ml/engine/nativeBinding';
import { dataTypes } from '@/workers/ml/engine/tensor';
import type { Trace, TracedOp } from './trace';

/**
 * A trace as a function of libtensorflow: a placeholder an input, then a node an op. Values order themselves; ops on the same variable
 * keep the order of the trace, and an update also waits for everybody who reads the value before it, so that it happens in place.
 * Without updates (evaluation, a forward pass) all ops keep the order of the trace: there is next to nothing to gain from running two at
 * once, and no more memory is held than op by op.
 */
export function functionOfTrace({ ops, inputs, results }: Trace): FunctionDefinition {
  const shift = inputs.length;
  const placeholders: FunctionNode[] = inputs.map(({ dtype, shape }) => ({
    op: 'Placeholder',
    attributes: [attribute.type('dtype', dataTypes[dtype]), attribute.shape('shape', shape)],
    inputs: [],
    after: [],
  }));
  const order = orderOfUpdates(ops, inputs);
  if (order.updates.length === 0) for (const [k, before] of order.after.entries()) if (k > 0) before.add(k - 1);
  const nodes = ops.map((op, k) => ({
    op: op.name,
    attributes: op.attributes,
    inputs: inputsOf(op, shift),
    after: [...(order.after[k] ?? [])].map((before) => before + shift),
  }));
  return {
    nodes: [...placeholders, ...nodes],
    parameters: inputs.length,
    results: results.map(({ op, output }) => [op + shift, output]),
    effects: order.updates.map((op) => op + shift),
  };
}

function inputsOf({ name, sources }: TracedOp, shift: number): FunctionNode['inputs'] {
  const outputs = sources.map((source): NodeOutput => {
    return 'input' in source ? [source.input, 0] : [source.op + shift, source.output];
  });
  return lists[name]?.(outputs) ?? outputs;
}

/** Where the inputs of an op are lists, also empty ones. */
const lists: Record<string, (outputs: NodeOutput[]) => FunctionNode['inputs']> = {
  ConcatV2: (outputs) => [outputs.slice(0, -1), ...outputs.slice(-1)],
  _MklNativeFusedConv2D: (outputs) => [...outputs.slice(0, 2), outputs.slice(2), []],
  _MklNativeFusedConv3D: (outputs) => [...outputs.slice(0, 2), outputs.slice(2)],
  _MklNativeFusedBatchNormEx: (outputs) => [...outputs.slice(0, 5), outputs.slice(5)],
};

/** For every op those that have to be done before it, and the ops that change a variable. */
function orderOfUpdates(
  ops: readonly TracedOp[],
  inputs: Trace['inputs'],
): { after: Set<number>[]; updates: number[] } {
  const after = ops.map(() => new Set<number>());
  const updates: number[] = [];
  const lastUpdate = new Map<number, number>();
  /** Ops since the last update of a variable that read it or work on a value read. */
  const readers = new Map<number, number[]>();
  const readBy = new Map<number, number>(); // op that read a variable -> the variable
  for (const [k, { name, sources, outputs }] of ops.entries()) {
    for (const source of sources) {
      const variable = 'input' in source ? source.input : readBy.get(source.op);
      if (variable === undefined || inputs[variable]?.dtype !== 'resource') continue;
      const before = lastUpdate.get(variable);
      if ('op' in source) readers.get(variable)?.push(k);
      else if (outputs.length > 0) {
        if (name === 'ReadVariableOp') readBy.set(k, variable);
        if (before !== undefined) after[k]?.add(before);
        readers.set(variable, [...(readers.get(variable) ?? []), k]);
      } else {
        for (const reader of readers.get(variable) ?? []) if (reader !== k) after[k]?.add(reader);
        if (before !== undefined) after[k]?.add(before);
        readers.set(variable, []);
        lastUpdate.set(variable, k);
        updates.push(k);
      }
    }
  }
  return { after, updates: [...new Set(updates)] };
}
