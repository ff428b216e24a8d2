import { AppError } from '@/domain/errors';
import type { Attribute } from './nativeBinding';
import { track } from './scope';
import { binding } from './startEngine';
import { type DataType, dataTypes, Tensor } from './tensor';

const dataTypeOf = new Map<number, DataType>(
  Object.entries(dataTypes).map(([name, number]) => [number, name as DataType]),
);

/** Run one op of libtensorflow and enter its outputs into the current scope. */
export function execute(op: string, inputs: readonly Tensor[], attributes: Attribute[], outputs: number): Tensor[] {
  const ids = inputs.map((input) => input.id);
  try {
    return binding()
      .executeOp(op, attributes, ids, outputs)
      .map(({ id, shape, dtype }) => track(new Tensor(id, shape, dataTypeOf.get(dtype) ?? 'float32')));
  } catch (cause) {
    throw explain(op, inputs, cause);
  }
}

/** Run an op that has one output. */
export function executeOne(op: string, inputs: readonly Tensor[], attributes: Attribute[]): Tensor {
  const [output] = execute(op, inputs, attributes, 1);
  if (!output) throw new Error(`${op} returned nothing`);
  return output;
}

const resourceExhausted = /Invalid TF_Status: 8\b/;

function explain(op: string, inputs: readonly Tensor[], cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const on = inputs.map(({ shape, dtype }) => `${dtype}[${shape.join(', ')}]`).join(', ');
  if (resourceExhausted.test(reason)) {
    return new AppError('out_of_memory', `the engine ran out of memory in ${op}(${on}): choose a smaller batch`, {
      cause,
    });
  }
  return new Error(`${op}(${on}): ${reason}`, { cause });
}
