import { PickleDict, PickleOpaque, PickleTensor, type PickleValue } from './pickleValues';
import { quoted, weightsError } from './weightsError';

/** A tensor of the file, or an object of a kind that is not known where one might be. */
export type FoundTensor = PickleTensor | PickleOpaque;
export type FoundTensors = {
  /** Those of the state dict, by their names in it. */
  stateDict: Map<string, FoundTensor>;
  /** Those of the whole file but for its optimizers, by the keys that lead to them. */
  everything: Map<string, FoundTensor>;
};

/** Where programs keep the state dict within a checkpoint, in the order in which they are tried. */
const stateKeys = ['state_dict', 'model_sdict', 'model_state', 'model_state_dict', 'model', 'net'];
const deepest = 8;
const longestKey = 512;

/**
 * The tensors of an unpickled file: the state dict is the file itself, or what stands under one of the keys above, at any depth. A
 * dictionary within it adds its key to the names.
 */
export function findTensors(root: PickleValue): FoundTensors {
  const stateDict = collect(stateDictOf(root, 0));
  if (![...stateDict.values()].some((entry) => entry instanceof PickleTensor)) {
    throw weightsError(
      `it holds no state dict (${describe(root, stateDict)})`,
      'Save model.state_dict() with torch.save, alone or under "state_dict", and import that',
    );
  }
  return { stateDict, everything: collect(root) };
}

function stateDictOf(value: PickleValue, depth: number): PickleValue {
  if (!(value instanceof PickleDict) || depth > deepest) return value;
  for (const key of stateKeys) {
    const inner = value.entries.get(key);
    if (inner instanceof PickleDict && inner.entries.size > 0) return stateDictOf(inner, depth + 1);
  }
  return value;
}

function collect(root: PickleValue): Map<string, FoundTensor> {
  const found = new Map<string, FoundTensor>();
  collectInto(found, root, { prefix: '', seen: new Set(), depth: 0 });
  return found;
}

/** Every dictionary is entered once: a file may refer to one a thousand times, or to itself. */
function collectInto(
  found: Map<string, FoundTensor>,
  value: PickleValue,
  { prefix, seen, depth }: { prefix: string; seen: Set<PickleDict>; depth: number },
): void {
  if (!(value instanceof PickleDict) || depth > deepest || seen.has(value)) return;
  seen.add(value);
  for (const [key, entry] of value.entries) {
    if (typeof key !== 'string' || key.length > longestKey) continue;
    if (entry instanceof PickleTensor || (entry instanceof PickleOpaque && entry.isStrange))
      found.set(prefix + key, entry);
    else if (!/optim/i.test(key)) collectInto(found, entry, { prefix: `${prefix}${key}.`, seen, depth: depth + 1 });
  }
}

function describe(root: PickleValue, stateDict: ReadonlyMap<string, FoundTensor>): string {
  const [strange] = stateDict;
  if (strange && strange[1] instanceof PickleOpaque)
    return `${quoted(strange[0])} is an object of the unknown kind ${quoted(strange[1].of)}`;
  if (root instanceof PickleOpaque) return `it is an object of the kind ${quoted(root.of)}`;
  if (!(root instanceof PickleDict)) return 'it is not even a dictionary';
  const keys = [...root.entries.keys()].filter((key) => typeof key === 'string').slice(0, 8);
  return `its keys: ${keys.map(quoted).join(', ') || 'none'}`;
}
