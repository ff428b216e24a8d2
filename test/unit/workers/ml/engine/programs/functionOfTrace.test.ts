import { expect, it } from 'vitest';
import { functionOfTrace } from '@/workers/ml/engine/programs/functionOfTrace';
import type { Form, TracedOp } from '@/workers/ml/engine/programs/trace';

const scalar: Form = { shape: [], dtype: 'float32' };
const variable: Form = { shape: [], dtype: 'resource' };
const op = (name: string, sources: TracedOp['sources'], outputs = [scalar]): TracedOp => ({
  name,
  sources,
  outputs,
  attributes: [],
});
const of = (k: number) => ({ op: k, output: 0 });

it('an update waits for the reads of its variable, for who works on the values read, and for the update before', () => {
  const ops = [
    op('ReadVariableOp', [{ input: 0 }]), // 0
    op('Relu', [of(0)]), // 1: works on the value
    op('Relu', [of(1)]), // 2: on a value of its own
    op('ResourceApplyGradientDescent', [{ input: 0 }, { input: 1 }, of(2)], []), // 3
    op('ReadVariableOp', [{ input: 0 }]), // 4
    op('ResourceApplyGradientDescent', [{ input: 0 }, { input: 1 }, of(4)], []), // 5
    op('ReadVariableOp', [{ input: 2 }]), // 6: another variable
  ];
  const { nodes, effects, results, parameters } = functionOfTrace({
    ops,
    inputs: [variable, scalar, variable],
    results: [of(2), of(6)],
    goesOn: false,
  });
  const after = nodes.slice(parameters).map((node) => node.after.map((k) => k - parameters).sort());
  expect(after).toEqual([[], [], [], [0, 1], [3], [3, 4], []]);
  expect(effects.map((k) => k - parameters)).toEqual([3, 5]);
  expect(results).toEqual([
    [2 + parameters, 0],
    [6 + parameters, 0],
  ]);
});

it('without updates all ops keep their order', () => {
  const ops = [op('Relu', [{ input: 0 }]), op('Relu', [{ input: 1 }]), op('AddV2', [of(0), of(1)])];
  const { nodes, effects } = functionOfTrace({ ops, inputs: [scalar, scalar], results: [of(2)], goesOn: false });
  expect(nodes.slice(2).map(({ after }) => after)).toEqual([[], [2], [3]]);
  expect(effects).toEqual([]);
});

it('inputs that are lists are lists, empty ones too', () => {
  const inputs = Array.from({ length: 6 }, () => scalar);
  const sources = inputs.map((_, input) => ({ input }));
  const ops = [
    op('ConcatV2', sources.slice(0, 3)),
    op('_MklNativeFusedConv2D', sources.slice(0, 4)),
    op('_MklNativeFusedConv3D', sources.slice(0, 4)),
    op('_MklNativeFusedBatchNormEx', sources.slice(0, 5)),
    op('AddV2', sources.slice(0, 2)),
  ];
  const { nodes } = functionOfTrace({ ops, inputs, results: [of(4)], goesOn: false });
  const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((k) => [k, 0]);
  expect(nodes.slice(6).map((node) => node.inputs)).toEqual([
    [[a, b], c],
    [a, b, [c, d], []],
    [a, b, [c, d]],
    [a, b, c, d, e, []],
    [a, b],
  ]);
});
