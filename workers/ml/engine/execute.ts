import { AppError } from '@/domain/errors';
import { finishBackground, startInBackground } from './background';
import type { Attribute, NativeTensor } from './nativeBinding';
import { currentProgram } from './programs/currentProgram';
import { track } from './scope';
import { binding } from './startEngine';
import { type DataType, dataTypes, pending, Tensor } from './tensor';

const dataTypeOf = new Map<number, DataType>(
  Object.entries(dataTypes).map(([name, number]) => [number, name as DataType]),
);

/** Run one op of libtensorflow, or let the program at work run it later, and enter its outputs into the current scope. */
export function execute(op: string, inputs: readonly Tensor[], attributes: Attribute[], outputs: number): Tensor[] {
  const program = currentProgram();
  return program ? program.execute(op, inputs, attributes, outputs) : executeNow(op, inputs, attributes, outputs);
}

/** Run one op of libtensorflow and enter its outputs into the current scope. */
export function executeNow(op: string, inputs: readonly Tensor[], attributes: Attribute[], outputs: number): Tensor[] {
  return run(op, inputs, attributes, outputs).map(({ id, shape, dtype }) =>
    track(new Tensor(id, shape, dataTypeOf.get(dtype) ?? 'float32')),
  );
}

/** Run one op of libtensorflow for tensors that are there and in their scopes already. */
export function executeInto(
  op: string,
  inputs: readonly Tensor[],
  attributes: Attribute[],
  outputs: readonly Tensor[],
): void {
  for (const [k, { id }] of run(op, inputs, attributes, outputs.length).entries()) {
    const output = outputs[k];
    if (output) output.id = id;
  }
}

/** Run one op of libtensorflow that has no outputs and no attributes while JavaScript goes on. */
export function executeInBackground(op: string, inputs: readonly Tensor[]): void {
  startInBackground(op, idsOf(op, inputs), (cause) => explain(op, inputs, cause));
}

function run(op: string, inputs: readonly Tensor[], attributes: Attribute[], outputs: number): NativeTensor[] {
  const ids = idsOf(op, inputs);
  finishBackground();
  try {
    return binding().executeOp(op, attributes, ids, outputs);
  } catch (cause) {
    throw explain(op, inputs, cause);
  }
}

function idsOf(op: string, inputs: readonly Tensor[]): number[] {
  const ids = inputs.map(({ id }) => id);
  if (ids.includes(pending)) throw new Error(`${op}: an input belongs to a pass that failed`);
  return ids;
}

/** Run an op that has one output. */
export function executeOne(op: string, inputs: readonly Tensor[], attributes: Attribute[]): Tensor {
  const [output] = execute(op, inputs, attributes, 1);
  if (!output) throw new Error(`${op} returned nothing`);
  return output;
}

/** A program has many inputs. */
const mostShown = 8;
const resourceExhausted = /Invalid TF_Status: 8\b/;

function explain(op: string, inputs: readonly Tensor[], cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const shown = inputs.slice(0, mostShown).map(({ shape, dtype }) => `${dtype}[${shape.join(', ')}]`);
  const on = [...shown, ...(inputs.length > mostShown ? ['...'] : [])].join(', ');
  if (resourceExhausted.test(reason)) {
    return new AppError('out_of_memory', `the engine ran out of memory in ${op}(${on}): choose a smaller batch`, {
      cause,
    });
  }
  return new Error(`${op}(${on}): ${reason}`, { cause });
}
