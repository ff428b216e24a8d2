import { execute, executeOne } from './execute';
import { attribute } from './nativeBinding';
import { dispose, outsideScopes, scope } from './scope';
import { dataTypes, type Tensor } from './tensor';
import { readTensor, shareTensor } from './transfer';

const float32 = attribute.type('dtype', dataTypes.float32);
/** The name by which TensorFlow makes a resource of its own for every handle. */
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/** A float32 array on the device that an optimiser changes in place. Lives until `disposeVariable`, whatever scopes do. */
export type Variable = { readonly handle: Tensor; readonly shape: readonly number[] };

/** @param values taken over: never to be written again */
export function createVariable(values: Float32Array, shape: readonly number[]): Variable {
  const attributes = [
    float32,
    attribute.shape('shape', shape),
    attribute.string('container', ''),
    attribute.string('shared_name', anonymous),
  ];
  const variable = { handle: outsideScopes(() => executeOne('VarHandleOp', [], attributes)), shape };
  assignVariable(variable, values);
  return variable;
}

/** @param values taken over: never to be written again */
export function assignVariable({ handle, shape }: Variable, values: Float32Array): void {
  scope(() => void execute('AssignVariableOp', [handle, shareTensor(values, shape)], [float32], 0));
}

/**
 * The present value as a tensor; it shares the variable's memory. Dispose it before the next update, which otherwise has to
 * copy the whole variable first.
 */
export function readVariable({ handle }: Variable): Tensor {
  return executeOne('ReadVariableOp', [handle], [float32]);
}

/** Values as a plain array. */
export function variableValues(variable: Variable): Float32Array {
  return scope(() => readTensor(readVariable(variable)));
}

export function disposeVariable({ handle }: Variable): void {
  execute('DestroyResourceOp', [handle], [attribute.bool('ignore_lookup_error', true)], 0);
  dispose(handle);
}

/** In place: variable -= factor * addend. @param factor a scalar */
export function subtractScaled(variable: Variable, addend: Tensor, factor: Tensor): void {
  const inputs = [variable.handle, factor, addend];
  execute('ResourceApplyGradientDescent', inputs, [attribute.bool('use_locking', false)], 0);
}

const momentumAttributes = [attribute.bool('use_locking', false), attribute.bool('use_nesterov', false)];

/** In place: velocity = momentum * velocity + gradient; variable -= learningRate * velocity. */
export function applyMomentum(
  variable: Variable,
  velocity: Variable,
  { gradient, learningRate, momentum }: { gradient: Tensor; learningRate: Tensor; momentum: Tensor },
): void {
  const inputs = [variable.handle, velocity.handle, learningRate, gradient, momentum];
  execute('ResourceApplyMomentum', inputs, momentumAttributes, 0);
}
