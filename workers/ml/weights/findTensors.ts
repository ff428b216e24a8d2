import { PickleDict, PickleTensor, type PickleValue } from './pickleValues';
import { quoted, weightsError } from './weightsError';

/** Where programs keep the state dict within a checkpoint, in the order in which they are tried. */
const stateKeys = ['state_dict', 'model_sdict', 'model_state', 'model_state_dict', 'model', 'net'];
const deepest = 8;
const longestKey = 512;

/**
 * The tensors of the state dict in an unpickled file, by name: the file itself, or what stands under one of the keys above, at any
 * depth. What else the file holds (optimizer, scores) is left alone. A dictionary within the state dict adds its key to the names.
 */
export function findTensors(root: PickleValue): Map<string, PickleTensor> {
  const found = new Map<string, PickleTensor>();
  collect(stateDictOf(root, 0), '', { found, seen: new Set(), depth: 0 });
  if (found.size === 0) {
    throw weightsError(
      `it holds no state dict (${describe(root)})`,
      'Save model.state_dict() with torch.save, alone or under "state_dict", and import that',
    );
  }
  return found;
}

function stateDictOf(value: PickleValue, depth: number): PickleValue {
  if (!(value instanceof PickleDict) || depth > deepest) return value;
  for (const key of stateKeys) {
    const inner = value.entries.get(key);
    if (inner instanceof PickleDict && inner.entries.size > 0) return stateDictOf(inner, depth + 1);
  }
  return value;
}

/** Every dictionary is entered once: a file may refer to one a thousand times, or to itself. */
function collect(
  value: PickleValue,
  prefix: string,
  { found, seen, depth }: { found: Map<string, PickleTensor>; seen: Set<PickleDict>; depth: number },
): void {
  if (!(value instanceof PickleDict) || depth > deepest || seen.has(value)) return;
  seen.add(value);
  for (const [key, entry] of value.entries) {
    if (typeof key !== 'string' || key.length > longestKey) continue;
    if (entry instanceof PickleTensor) found.set(prefix + key, entry);
    else if (!/optim/i.test(key)) collect(entry, `${prefix}${key}.`, { found, seen, depth: depth + 1 });
  }
}

function describe(root: PickleValue): string {
  if (!(root instanceof PickleDict)) return 'it is not even a dictionary';
  const keys = [...root.entries.keys()].filter((key) => typeof key === 'string').slice(0, 8);
  return `its keys: ${keys.map(quoted).join(', ') || 'none'}`;
}
