import { isHostileName } from './hostileNames';
import {
  PickleDict,
  PickleGlobal,
  PickleList,
  PickleOpaque,
  type PickleRule,
  PickleTensor,
  PickleTuple,
  type PickleValue,
  type TorchDtype,
} from './pickleValues';
import { rebuildTensor, rebuildTypedTensor } from './rebuildTensor';
import { quoted, weightsError } from './weightsError';

const inert: PickleRule = { make: () => new PickleOpaque('object') };
const named: PickleRule = {};
const dictionary: PickleRule = { make: makeDictionary };
const tensor: PickleRule = { make: rebuildTensor };
/** Types that came after the storages, such as float8: their tensors are listed, never read. */
const typedTensor: PickleRule = { make: rebuildTypedTensor };
const parameter: PickleRule = {
  make: ([data]) => {
    if (data instanceof PickleTensor || data instanceof PickleOpaque) return data;
    throw weightsError('a parameter holds no tensor');
  },
};
/** torch.Size((2, 3)); (the tuple itself) */
const tuple: PickleRule = {
  make: ([items]) =>
    items instanceof PickleTuple || items instanceof PickleList ? new PickleTuple(items.items) : new PickleTuple([]),
};
/** _codecs.encode('text', 'latin1'): byte strings of Python 3 under protocol 2. Text and bytes are the same thing here. */
const text: PickleRule = { make: ([value]) => (typeof value === 'string' ? value : new PickleOpaque('bytes')) };
/** copyreg._reconstructor(class, object, None): objects under protocols 0 and 1. */
const reconstructor: PickleRule = {
  make: ([type], spend) => {
    if (type instanceof PickleGlobal && type.rule.make) return type.rule.make([], spend);
    if (type instanceof PickleOpaque) return type;
    throw weightsError('an object has no type of the closed list');
  },
};

const storages: Record<string, TorchDtype> = {
  Double: 'float64',
  Float: 'float32',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Long: 'int64',
  Int: 'int32',
  Short: 'int16',
  Char: 'int8',
  Byte: 'uint8',
  Bool: 'bool',
  ComplexFloat: 'complex64',
  ComplexDouble: 'complex128',
  /** Bytes whose type the tensor says. */
  Untyped: 'uint8',
};
const dtypes =
  'float64 double float32 float float16 half bfloat16 int64 long int32 int int16 short int8 uint8 bool complex64';
const builtins =
  'set frozenset list tuple bytes bytearray complex int long float bool str unicode object slice range xrange';
const numpyTypes = `dtype ndarray bool_ bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64`;

const rules = new Map<string, PickleRule>([
  ['collections.OrderedDict', dictionary],
  ['collections.defaultdict', dictionary],
  ['collections.Counter', dictionary],
  ['collections.deque', inert],
  ['argparse.Namespace', inert],
  ['types.SimpleNamespace', inert],
  ['datetime.datetime', inert],
  ['datetime.date', inert],
  ['datetime.timedelta', inert],
  ['pathlib.PosixPath', inert],
  ['pathlib.PurePosixPath', inert],
  ['pathlib._local.PosixPath', inert],
  ['_codecs.encode', text],
  ['copyreg._reconstructor', reconstructor],
  ['copy_reg._reconstructor', reconstructor],
  ['torch._utils._rebuild_tensor', tensor],
  ['torch._utils._rebuild_tensor_v2', tensor],
  ['torch._utils._rebuild_tensor_v3', typedTensor],
  ['torch._utils._rebuild_parameter', parameter],
  ['torch._utils._rebuild_parameter_with_state', parameter],
  ['torch.nn.parameter.Parameter', parameter],
  ['torch.Size', tuple],
  ['torch.device', inert],
  ['torch.strided', named],
  ...Object.entries(storages).flatMap(([name, storage]) =>
    ['torch', 'torch.cuda', 'torch.storage'].map((module) => [`${module}.${name}Storage`, { storage }] as const),
  ),
  ...dtypes.split(' ').map((name) => [`torch.${name}`, named] as const),
  ...['builtins', '__builtin__'].flatMap((module) => [
    [`${module}.dict`, dictionary] as const,
    ...builtins.split(' ').map((name) => [`${module}.${name}`, inert] as const),
  ]),
  ...numpyTypes.split(' ').map((name) => [`numpy.${name}`, inert] as const),
  ...['numpy.core', 'numpy._core'].flatMap((module) => [
    [`${module}.multiarray.scalar`, inert] as const,
    [`${module}.multiarray._reconstruct`, inert] as const,
    [`${module}.numeric._frombuffer`, inert] as const,
  ]),
]);

/**
 * The closed list: every name that becomes something. A name is looked up here and nowhere else; what it becomes is written above.
 * Objects that checkpoints hold beside the weights (scores, options), and all kinds that are not on the list, become opaque values.
 * @param onUnknown told of a name that is not on the list
 * @throws AppError('checkpoint_invalid') for names that speak of harm
 */
export function findGlobal(module: string, name: string, onUnknown: (name: string) => void): PickleGlobal {
  const full = `${module}.${name}`;
  const rule = rules.get(full);
  if (rule) return new PickleGlobal(full, rule);
  if (!isHostileName(module, name)) {
    if (!/^torch\.\w+$/.test(full)) onUnknown(full);
    return new PickleGlobal(full, { make: () => new PickleOpaque(full, true) });
  }
  throw weightsError(
    `it asks for ${quoted(full)}, which no file of weights needs, and nothing of it was run`,
    'If you trust the file, save its state dict alone with torch.save(state_dict, path) and import that',
  );
}

/** dict(), dict(other), OrderedDict([(key, value), ...]) as Python 2 writes it, defaultdict(factory). */
function makeDictionary(args: readonly PickleValue[], spend: (values: number) => void): PickleDict {
  const made = new PickleDict();
  const content = args.find(
    (arg) => arg instanceof PickleDict || arg instanceof PickleList || arg instanceof PickleTuple,
  );
  if (content instanceof PickleDict) {
    spend(content.entries.size);
    for (const [key, value] of content.entries) made.entries.set(key, value);
  } else if (content instanceof PickleList || content instanceof PickleTuple) {
    spend(content.items.length);
    for (const pair of content.items) {
      if (!(pair instanceof PickleTuple || pair instanceof PickleList) || pair.items.length !== 2) {
        throw weightsError('a dictionary is made of something that is not a pair');
      }
      const [key = null, value = null] = pair.items;
      made.entries.set(key, value);
    }
  }
  return made;
}
