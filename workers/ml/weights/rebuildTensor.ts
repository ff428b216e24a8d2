import { isFloatDtype } from './floatDecoders';
import {
  PickleGlobal,
  PickleList,
  PickleOpaque,
  PickleStorage,
  PickleTensor,
  PickleTuple,
  type PickleValue,
} from './pickleValues';
import { quoted, weightsError } from './weightsError';

const mostDimensions = 16;
/** A view may repeat its storage (stride 0), but not blow it up without limit. */
const mostRepeatedElements = 2 ** 28;

/**
 * The view that `torch._utils._rebuild_tensor_v2(storage, offset, size, stride, ...)` names. Nothing is read or allocated.
 * @throws AppError('checkpoint_invalid') where it reaches beyond its storage
 */
export function rebuildTensor([storage, offset, size, stride]: readonly PickleValue[]): PickleTensor | PickleOpaque {
  if (storage instanceof PickleOpaque) return storage;
  if (!(storage instanceof PickleStorage)) throw weightsError('a tensor has no storage');
  const first = elementCountOf(offset, 'the offset of a tensor');
  const shape = sizesOf(size, 'the size of a tensor');
  const strides = sizesOf(stride, 'the stride of a tensor');
  if (shape.length !== strides.length) throw weightsError('the size and the stride of a tensor differ in length');
  const elements = shape.reduce((product, n) => product * n, 1);
  const last = shape.reduce((sum, n, axis) => sum + (n - 1) * (strides[axis] ?? 0), first);
  if (elements > 0 && !(last < storage.count)) {
    throw weightsError(
      `a view of shape [${shape.join(', ')}] reaches beyond its storage ${quoted(storage.key)} of ${storage.count} elements`,
    );
  }
  if (elements > storage.count && elements > mostRepeatedElements) {
    throw weightsError(`a view of shape [${shape.join(', ')}] repeats a storage of ${storage.count} elements`);
  }
  return new PickleTensor(storage, first, shape, strides);
}

/**
 * `torch._utils._rebuild_tensor_v3(storage, offset, size, stride, requires_grad, hooks, dtype, ...)`: a tensor of a type that has no
 * storage of its own. It is listed by its shape and type; nobody reads it.
 */
export function rebuildTypedTensor(args: readonly PickleValue[]): PickleTensor | PickleOpaque {
  const [storage, , size] = args;
  const type = args[6];
  if (storage instanceof PickleOpaque) return storage;
  if (!(storage instanceof PickleStorage)) throw weightsError('a tensor has no storage');
  const dtype = type instanceof PickleGlobal ? type.name.replace(/^torch\./, '') : 'unknown';
  const shape = sizesOf(size, 'the size of a tensor');
  return new PickleTensor(storage, 0, shape, shape, isFloatDtype(dtype) ? `${dtype} in bytes` : dtype);
}

/** A whole number from 0 that JavaScript holds exactly. */
export function elementCountOf(value: PickleValue | undefined, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw weightsError(`${what} is not a whole number from 0 to 2^53`);
}

function sizesOf(value: PickleValue | undefined, what: string): number[] {
  if (!(value instanceof PickleTuple || value instanceof PickleList) || value.items.length > mostDimensions) {
    throw weightsError(`${what} is not a short tuple`);
  }
  return value.items.map((item) => elementCountOf(item, what));
}
