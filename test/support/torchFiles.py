"""Files as torch.save writes them, made with the standard library alone: an oracle for the importer that shares no code with it.

usage: python3 torchFiles.py FOLDER < request.json
request: {"arrays": [[name, shape], ...], "cases": [{"file", "container": "zip" | "legacy", ...}, ...]}
Element k of array number a is ((7 * k + a) % 23 + 1) / 8: exact in every type of float, and never negative.
"""
import collections, json, os, pickle, struct, sys, types, zipfile


def module(name, **content):
    made = types.ModuleType(name)
    for key, value in content.items():
        value.__module__, value.__qualname__, value.__name__ = name, key, key
        setattr(made, key, value)
    sys.modules[name] = made
    parent, _, child = name.rpartition('.')
    if parent:
        setattr(sys.modules[parent], child, made)


def blank():
    return type('Blank', (), {})


def _rebuild_tensor_v2(*args): ...
def _rebuild_tensor(*args): ...
def _rebuild_parameter(*args): ...
def scalar(*args): ...


storages = {name: blank() for name in ['FloatStorage', 'DoubleStorage', 'HalfStorage', 'BFloat16Storage', 'LongStorage']}
module('torch', Size=blank(), **storages)
rebuilders = {f.__name__: f for f in [_rebuild_tensor_v2, _rebuild_tensor, _rebuild_parameter]}
module('torch._utils', **rebuilders)
module('numpy', dtype=blank())
module('numpy.core')
module('numpy.core.multiarray', scalar=scalar)
import numpy, torch  # the stand-ins above


class Storage:
    def __init__(self, key, kind, count, data):
        self.key, self.kind, self.count, self.data = str(key), kind, count, data


class Reduced:
    """Pickles as the call of a function."""
    def __init__(self, function, *args):
        self.call = (function, args)

    def __reduce__(self):
        return self.call


def bf16(value):
    return struct.pack('<I', struct.unpack('<I', struct.pack('<f', value))[0])[2:]


packers = {
    'FloatStorage': lambda v: struct.pack('<f', v), 'DoubleStorage': lambda v: struct.pack('<d', v),
    'HalfStorage': lambda v: struct.pack('<e', v), 'BFloat16Storage': bf16, 'LongStorage': lambda v: struct.pack('<q', int(v)),
}


def values_of(a, shape):
    count = 1
    for n in shape:
        count *= n
    return [((7 * k + a) % 23 + 1) / 8 for k in range(count)]


def row_major(shape):
    strides, step = [], 1
    for n in reversed(shape):
        strides.insert(0, step)
        step *= n
    return strides


def reversed_layout(values, shape):
    """The same array, stored with its first axis innermost."""
    strides = list(reversed(row_major(list(reversed(shape)))))
    stored = [0.0] * len(values)
    index = [0] * len(shape)
    for value in values:
        stored[sum(i * s for i, s in zip(index, strides))] = value
        for axis in reversed(range(len(shape))):
            index[axis] += 1
            if index[axis] < shape[axis]:
                break
            index[axis] = 0
    return stored, strides


def state_dict(arrays, case):
    kind = getattr(torch, case.get('storage', 'FloatStorage'))
    pack = packers[case.get('storage', 'FloatStorage')]
    state, made, shared, offset = collections.OrderedDict(), [], [], 0
    for a, (name, shape) in enumerate(arrays):
        values, strides, first = values_of(a, shape), row_major(shape), 0
        if case.get('layout') == 'reversed':
            values, strides = reversed_layout(values, shape)
        data = b''.join(map(pack, values))
        if case.get('layout') == 'shared':
            first, offset = offset + 3, offset + 3 + len(values)
            shared.append(pack(-1.0) * 3 + data)
            storage = 0
        else:
            storage = Storage(len(made), kind, len(values), data)
            made.append(storage)
        state[case.get('prefix', '') + name] = [storage, first, tuple(shape), tuple(strides)]
        if name.endswith('running_var') and case.get('counters', True):
            counter = Storage(len(made), torch.LongStorage, 1, struct.pack('<q', 7))
            made.append(counter)
            state[case.get('prefix', '') + name.replace('running_var', 'num_batches_tracked')] = [counter, 0, (), ()]
    if shared:
        whole = Storage('all', kind, offset, b''.join(shared))
        made.append(whole)
        for entry in state.values():
            entry[0] = whole if entry[0] == 0 else entry[0]
    rebuild = case.get('rebuild', '_rebuild_tensor_v2')
    for name, entry in state.items():
        if rebuild == '_rebuild_tensor':
            state[name] = Reduced(torch._utils._rebuild_tensor, *entry)
        else:
            state[name] = Reduced(torch._utils._rebuild_tensor_v2, *entry, False, collections.OrderedDict())
        if rebuild == '_rebuild_parameter':
            state[name] = Reduced(torch._utils._rebuild_parameter, state[name], True, collections.OrderedDict())
    return state, made


def wrapped(state, case, other):
    number = Reduced(numpy.core.multiarray.scalar, Reduced(numpy.dtype, 'f8', False, True), struct.pack('<d', .312))
    momentum = {'state': {0: {'momentum_buffer': next(iter(state.values()))}}, 'param_groups': [{'lr': .1, 'params': [0]}]}
    return {
        'plain': lambda: state,
        'pvr': lambda: {'epoch': 12, 'arch': 'resnet50_3d', 'state_dict': state, 'best_metric': number,
                        'scores': {'mAP': number, 'top1val': 64.01, 'none': None, 'names': ['a', u'b'], 'seen': {1, 2}},
                        'optimizer': momentum},
        'sf': lambda: {'epoch': 49, 'model_sdict': state, 'optimizer_sdict': momentum},
        'ema': lambda: {'state_dict': state, 'state_dict_ema': other},
        'tied': lambda: {'state_dict': state, 'teacher': collections.OrderedDict(state)},
        'nested': lambda: {'checkpoint': 1, 'model': {'state_dict': state}},
    }[case.get('wrap', 'plain')]()


class Pickler(pickle._Pickler):
    """With the persistent ids of torch.save."""
    legacy = False

    def persistent_id(self, value):
        if not isinstance(value, Storage):
            return None
        return ('storage', value.kind, value.key, 'cuda:0', value.count) + ((None,) if self.legacy else ())


class Python2Pickler(Pickler):
    """Byte strings for text, old names of modules, OrderedDict as a list of lists: what Python 2.7 writes."""
    dispatch = dict(pickle._Pickler.dispatch)

    def save_text(self, value):
        raw = value.encode('latin1')
        self.write(b'U' + bytes([len(raw)]) + raw if len(raw) < 256 else b'T' + struct.pack('<i', len(raw)) + raw)
        self.memoize(value)

    def save_ordered(self, value):
        self.save_reduce(collections.OrderedDict, ([list(item) for item in value.items()],), obj=value)

    def save_set(self, value):
        self.save_reduce(set, (list(value),), obj=value)

    dispatch[str] = save_text
    dispatch[collections.OrderedDict] = save_ordered
    dispatch[set] = save_set


def dump(file, value, case, legacy):
    pickler = (Python2Pickler if case.get('python2') else Pickler)(file, case.get('protocol', 2), fix_imports=True)
    pickler.legacy = legacy
    pickler.dump(value)


def write(path, arrays, case):
    state, made = state_dict(arrays, case)
    # An average of the weights: the same arrays in storages of its own.
    other, averaged = state_dict(arrays, case) if case.get('wrap') == 'ema' else (None, [])
    for storage in averaged:
        storage.key = 'ema' + storage.key
    made += averaged
    content = wrapped(state, case, other)
    if case['container'] == 'legacy':
        with open(path, 'wb') as file:
            dump(file, 0x1950a86a20f9469cfc6c, case, True)
            dump(file, 1001, case, True)
            dump(file, {'protocol_version': 1001, 'little_endian': case.get('little', True), 'type_sizes': {'int': 4}}, case, True)
            dump(file, content, case, True)
            dump(file, [s.key for s in made], case, True)
            for storage in made:
                file.write(struct.pack('<q', storage.count) + storage.data)
        return
    top = case.get('top', 'archive')
    # 64-bit sizes, places and directory on request, as in a file beyond 4 GiB.
    zipfile.ZIP64_LIMIT = 10 if case.get('zip64') else (1 << 31) - 1
    with zipfile.ZipFile(path, 'w', case.get('compression', zipfile.ZIP_STORED)) as archive:
        with archive.open(top + '/data.pkl', 'w', force_zip64=case.get('zip64', False)) as file:
            dump(file, content, case, False)
        archive.writestr(top + '/.format_version', '1')
        archive.writestr(top + '/byteorder', case.get('byteorder', 'little'))
        for storage in made:
            with archive.open('%s/data/%s' % (top, storage.key), 'w', force_zip64=case.get('zip64', False)) as file:
                file.write(storage.data)
        for name in case.get('extra', []):
            archive.writestr(name, 'extra')
        archive.writestr(top + '/version', '3\n')


request = json.load(sys.stdin)
for case in request['cases']:
    write(os.path.join(sys.argv[1], case['file']), request['arrays'], case)
