import { PickleGlobal, PickleOpaque, PickleStorage, PickleTuple, type PickleValue } from './pickleValues';
import { elementCountOf } from './rebuildTensor';
import { weightsError } from './weightsError';

/**
 * The storage that a persistent id of torch.save names: ('storage', type, key, location, numel) in a zip, with a sixth value in the
 * legacy stream: None, or (key of the view, offset, size) where PyTorch before 0.4 shared one storage between several.
 * @returns something opaque where its type is not known
 * @throws AppError('checkpoint_invalid')
 */
export function storageOfId(id: PickleValue): PickleStorage | PickleOpaque {
  const [kind, type, key, , numel, view = null] = id instanceof PickleTuple ? id.items : [];
  if (kind !== 'storage') throw weightsError('it refers to something that is no storage of numbers');
  if (!(type instanceof PickleGlobal)) throw weightsError('a storage has no type');
  if (!type.rule.storage) return new PickleOpaque(type.name, true);
  if (typeof key !== 'string') throw weightsError('a storage has no key');
  const whole = elementCountOf(numel, 'the size of a storage');
  if (view === null) return new PickleStorage(key, type.rule.storage, whole, 0, whole);
  const [, offset, size] = view instanceof PickleTuple ? view.items : [];
  const first = elementCountOf(offset, 'the offset of a storage');
  const count = elementCountOf(size, 'the size of a storage');
  if (first + count > whole) throw weightsError('a part of a storage reaches beyond it');
  return new PickleStorage(key, type.rule.storage, whole, first, count);
}
