import type { Attribute } from '@/workers/ml/engine/nativeBinding';
import type { DataType } from '@/workers/ml/engine/tensor';

/** Shape and element type of a tensor. */
export type Form = { readonly shape: readonly number[]; readonly dtype: DataType };

/** Where a tensor comes from: an input of the trace, or an output of one of its ops. */
export type Source = { readonly input: number } | { readonly op: number; readonly output: number };

export type TracedOp = {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly sources: readonly Source[];
  readonly outputs: readonly Form[];
};

/** A sequence of ops as it was seen once: enough to run it again as one, on other inputs of the same forms. */
export type Trace = {
  readonly ops: readonly TracedOp[];
  readonly inputs: readonly Form[];
  /** Outputs that were still alive at the end, in the order of the ops. */
  readonly results: readonly { readonly op: number; readonly output: number }[];
  /** It was ended before the pass was: another trace goes on from here. */
  readonly goesOn: boolean;
};

export function sameForm(a: Form, b: Form): boolean {
  return a.dtype === b.dtype && sameValues(a.shape, b.shape);
}

export function sameSource(a: Source, b: Source): boolean {
  if ('input' in a) return 'input' in b && a.input === b.input;
  return 'op' in b && a.op === b.op && a.output === b.output;
}

export function sameAttributes(a: readonly Attribute[], b: readonly Attribute[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, k) => {
      const other = b[k];
      return other?.name === one.name && other.type === one.type && sameValue(one.value, other.value);
    })
  );
}

function sameValue(a: Attribute['value'], b: Attribute['value']): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b);
  return sameValues(a, b);
}

function sameValues(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
