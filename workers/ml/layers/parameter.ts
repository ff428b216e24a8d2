import { add } from '@/workers/ml/engine/ops/elementwise';
import { detach, dispose, outsideScopes } from '@/workers/ml/engine/scope';
import { elementCount, type Tensor } from '@/workers/ml/engine/tensor';
import {
  assignVariable,
  createVariable,
  disposeVariable,
  readVariable,
  type Variable,
  variableValues,
} from '@/workers/ml/engine/variable';
import { fromTorchLayout, type TorchWeightShape, toTorchLayout } from './weightLayout';

export type ParameterOptions = {
  /** As in PyTorch: conv1.weight, layer1.0.bn1.bias, fc.bias ... */
  name: string;
  /** As in PyTorch: (O, I, t, h, w) for weights, (C) for the rest. */
  shape: readonly number[];
  /** How the ops want it; the order in memory is (t, h, w, I, O) for weights. */
  opShape: readonly number[];
  /** Whether weight decay applies. */
  decay: boolean;
  values: Float32Array;
};

/** A trainable array. Outside it is seen in PyTorch's layout, inside it lies as the ops want it. */
export class Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly decay: boolean;
  readonly variable: Variable;
  /** Called whenever the gradient has grown. */
  onGradient: (() => void) | undefined;
  private present: Tensor | undefined;
  private sum: Tensor | undefined;

  constructor({ name, shape, opShape, decay, values }: ParameterOptions) {
    this.name = name;
    this.shape = shape;
    this.decay = decay;
    this.variable = createVariable(this.fromTorch(values), opShape);
  }

  /** Number of elements. */
  get size(): number {
    return elementCount(this.shape);
  }

  /** The present value for the ops; borrowed, valid until the next update. */
  value(): Tensor {
    this.present ??= outsideScopes(() => readVariable(this.variable));
    return this.present;
  }

  /** Sum of the gradients since the last `clearGradient`. */
  get gradient(): Tensor | undefined {
    return this.sum;
  }

  /**
   * Add to the gradient; takes the tensor over. The last thing a layer's backward pass does with a parameter: an optimiser may change
   * its value at once.
   */
  addGradient(gradient: Tensor): void {
    const before = this.sum;
    this.sum = detach(before ? add(before, gradient) : gradient);
    if (before) dispose(before, gradient);
    this.onGradient?.();
  }

  clearGradient(): void {
    dispose(this.sum);
    this.sum = undefined;
  }

  /** Lets go of the present value: before the variable is changed, so that this happens in place, and at the end of every pass. */
  letGo(): void {
    dispose(this.present);
    this.present = undefined;
  }

  /** Values in PyTorch's layout. */
  read(): Float32Array {
    return this.toTorch(variableValues(this.variable));
  }

  /** @param values in PyTorch's layout */
  write(values: Float32Array): void {
    this.letGo();
    assignVariable(this.variable, this.fromTorch(values));
  }

  /** A new array of the form that the ops want, for this parameter or a companion in an optimiser. @param values in PyTorch's layout */
  fromTorch(values: Float32Array): Float32Array {
    if (values.length !== elementCount(this.shape)) throw new Error(`${this.name}: ${values.length} values do not fit`);
    return isWeight(this.shape) ? fromTorchLayout(values, this.shape) : values.slice();
  }

  toTorch(values: Float32Array): Float32Array {
    return isWeight(this.shape) ? toTorchLayout(values, this.shape) : values;
  }

  dispose(): void {
    this.clearGradient();
    this.letGo();
    disposeVariable(this.variable);
  }
}

function isWeight(shape: readonly number[]): shape is TorchWeightShape {
  return shape.length === 5;
}
