"""Real PyTorch, any version from 1.4 on, Python 2.7 and 3: writes checkpoints for the importer, and reads what the exporter wrote.

usage: python realTorch.py write FILE CASE < request.json     request: [[name, shape], ...]
       python realTorch.py read FILE                          prints {name: [type, shape, values as float64 in hex]}
Element k of array number a is ((7 * k + a) % 23 + 1) / 8, as in torchFiles.py.
"""
import collections, json, pickle, sys
import torch

new = tuple(int(part) for part in torch.__version__.split('.')[:2]) >= (1, 6)


def state_dict(arrays, case):
    state = collections.OrderedDict()
    for a, (name, shape) in enumerate(arrays):
        count = 1
        for n in shape:
            count *= n
        value = torch.tensor([((7 * k + a) % 23 + 1) / 8.0 for k in range(count)]).reshape(shape)
        if case == 'half':
            value = value.half()
        if case == 'bfloat16':
            value = value.bfloat16()
        if case == 'double':
            value = value.double()
        if case == 'channels_last' and len(shape) == 5:
            value = value.permute(0, 2, 3, 4, 1).contiguous().permute(0, 4, 1, 2, 3)
        if case == 'view':
            # In the middle of a larger storage, transposed.
            padded = torch.zeros([2] + list(reversed(shape)))
            padded[1] = value.permute(*reversed(range(len(shape))))
            value = padded[1].permute(*reversed(range(len(shape))))
        if case == 'parameter':
            value = torch.nn.Parameter(value)
        state['module.basenet.' + name] = value
        if name.endswith('running_var'):
            state['module.basenet.' + name.replace('running_var', 'num_batches_tracked')] = torch.tensor(7)
    return state


def write(path, case):
    state = state_dict(json.load(sys.stdin), case)
    floats = [torch.nn.Parameter(v.detach().float().clone()) for v in state.values() if v.dtype.is_floating_point]
    sgd = torch.optim.SGD(floats, lr=.1, momentum=.9)
    for value in floats:
        value.grad = torch.ones_like(value)
    sgd.step()
    content = {'epoch': 3, 'arch': 'resnet50_3d', 'state_dict': state, 'optimizer': sgd.state_dict()}
    content.update(best_metric=.25, scores={'mAP': .25})
    try:
        import numpy
        content['best_metric'] = numpy.float64(.25)
        content['scores'] = {'mAP': numpy.float32(.25), 'per_class': numpy.arange(5.)}
    except ImportError:
        pass
    if case == 'legacy' and new:
        torch.save(content, path, _use_new_zipfile_serialization=False)
    elif case == 'protocol 4':
        torch.save(content, path, pickle_protocol=min(4, pickle.HIGHEST_PROTOCOL))
    else:
        torch.save(content, path)


def read(path):
    def hex_of(value):
        return [float(v).hex() for v in value.reshape(-1).tolist()]
    state = torch.load(path, weights_only=True) if hasattr(torch.serialization, 'add_safe_globals') else torch.load(path)
    print(json.dumps({name: [str(v.dtype), list(v.shape), hex_of(v)] for name, v in state.items()}))


if sys.argv[1] == 'write':
    write(sys.argv[2], sys.argv[3])
elif sys.argv[1] == 'read':
    read(sys.argv[2])
else:
    print(torch.__version__)
