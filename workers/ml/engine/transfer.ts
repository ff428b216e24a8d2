import { finishBackground } from './background';
import { currentProgram } from './programs/currentProgram';
import { track } from './scope';
import { binding } from './startEngine';
import { type DataType, dataTypes, elementCount, Tensor } from './tensor';

type Elements = Float32Array | Int32Array | Uint8Array;

/** Copy an array into a tensor: float32, int32 or uint8, by the kind of array. The array is free for reuse at once. */
export function createTensor(values: Elements, shape: readonly number[]): Tensor {
  return shareTensor(values.slice(), shape);
}

/**
 * A tensor without the copy: on the CPU the native library may use **the array's own memory** for as long as any tensor or
 * variable made from it lives (whether it does depends on the address), so the array must never be written again.
 */
export function shareTensor(values: Elements, shape: readonly number[]): Tensor {
  if (values.length !== elementCount(shape)) {
    throw new Error(`${values.length} values do not fill the shape [${shape.join(', ')}]`);
  }
  const dtype: DataType = values instanceof Float32Array ? 'float32' : values instanceof Int32Array ? 'int32' : 'uint8';
  return track(new Tensor(binding().createTensor([...shape], dataTypes[dtype], values), [...shape], dtype));
}

/** Values of a float32 tensor, copied. On a GPU this waits for everything enqueued before. */
export function readTensor(tensor: Tensor): Float32Array {
  currentProgram()?.runNow();
  finishBackground();
  const values = binding().tensorDataSync(tensor.id);
  if (!(values instanceof Float32Array)) throw new Error(`expected float32, the tensor is ${tensor.dtype}`);
  return values;
}
