import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { createTorchFiles, type TorchFileCase, torchFileValues } from '@/test/support/torchFiles';
import { readWeights } from '@/workers/ml/weights/readWeights';
import type { WeightsSource } from '@/workers/ml/weights/weightsSource';

const arrays = [
  ['conv1.weight', [4, 3, 2, 3, 5]],
  ['bn1.running_var', [4]],
  ['scalar', []],
  ['empty', [0, 3]],
] as const;
const files = createTorchFiles();
let open: WeightsSource | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const read = (file: string) => {
  open = readWeights(file);
  return open;
};
const sound = (source: WeightsSource, prefix = '') => {
  const named = new Map(source.arrays.map((array) => [array.name, array]));
  for (const [index, [name, shape]] of arrays.entries()) {
    const array = named.get(prefix + name);
    expect(array?.shape, name).toEqual([...shape]);
    expect(array?.read(), name).toEqual(torchFileValues(index, shape));
  }
};

describe('a file of PyTorch', () => {
  const cases: Record<string, Omit<TorchFileCase, 'file'>> = {
    'as a zip': { container: 'zip' },
    'as a zip with another top folder': { container: 'zip', top: 'model_at_epoch_049.pth' },
    'as a zip with 64-bit headers': { container: 'zip', zip64: true },
    'as a legacy stream': { container: 'legacy' },
    'as a legacy stream of protocol 4': { container: 'legacy', protocol: 4 },
    'as a zip of protocol 5': { container: 'zip', protocol: 5 },
    'as a zip of protocol 1': { container: 'zip', protocol: 1 },
    'of Python 2.7': { container: 'legacy', python2: true },
    'in float64': { container: 'zip', storage: 'DoubleStorage' },
    'in float16': { container: 'legacy', storage: 'HalfStorage' },
    'in bfloat16': { container: 'zip', storage: 'BFloat16Storage' },
    'whose tensors are views into one storage': { container: 'zip', layout: 'shared' },
    'whose tensors are views into one storage of a stream': {
      container: 'legacy',
      layout: 'shared',
      storage: 'HalfStorage',
    },
    'whose tensors are transposed': { container: 'zip', layout: 'reversed' },
    'of parameters': { container: 'zip', rebuild: '_rebuild_parameter' },
    'of PyTorch 0.3': { container: 'legacy', rebuild: '_rebuild_tensor', python2: true, counters: false },
    'of PyVideoResearch': { container: 'legacy', wrap: 'pvr', prefix: 'module.basenet.' },
    'of PyVideoResearch under Python 2.7': { container: 'legacy', wrap: 'pvr', python2: true },
    'of spatial_focus': { container: 'zip', wrap: 'sf', prefix: 'module.basenet.' },
    'with the state dict deeper inside': { container: 'zip', wrap: 'nested' },
  };
  it.each(Object.entries(cases))('%s gives its arrays', (_, content) => {
    const file = files.write(arrays, { file: 'case.pth', ...content });
    const source = read(file);
    expect(source.format).toBe(`torch_${content.container}`);
    sound(source, content.prefix);
    const weights = source.arrays.filter(({ name }) => !name.endsWith('num_batches_tracked'));
    expect(weights).toHaveLength(arrays.length);
  });

  it('lists integers without reading them as weights', () => {
    const source = read(files.write(arrays, { file: 'counters.pth', container: 'zip' }));
    const counter = source.arrays.find(({ name }) => name === 'bn1.num_batches_tracked')!;
    expect(counter).toMatchObject({ dtype: 'int64', shape: [] });
    expect(() => counter.read()).toThrow(/int64/);
  });

  it.each<[string, Omit<TorchFileCase, 'file'>, RegExp]>([
    ['big-endian as a zip', { container: 'zip', byteorder: 'big' }, /byte order is "big"/],
    ['big-endian as a stream', { container: 'legacy', little: false }, /big-endian/],
    ['compressed', { container: 'zip', compression: 8 }, /compressed/],
    [
      'with a name that leaves its folder',
      { container: 'zip', extra: ['../../etc/cron.d/x'] },
      /leads out of its folder/,
    ],
    ['with an absolute name', { container: 'zip', extra: ['/etc/passwd'] }, /leads out of its folder/],
    ['with a name of another system', { container: 'zip', extra: ['C:evil'] }, /leads out of its folder/],
    ['with the same name twice', { container: 'zip', extra: ['archive/data.pkl'] }, /twice in its zip/],
    ['with a second pickle', { container: 'zip', extra: ['other/data.pkl'] }, /several data\.pkl/],
  ])('%s is refused', (_, content, reason) => {
    const file = files.write(arrays, { file: 'refused.pth', ...content });
    expect(() => read(file)).toThrow(expect.objectContaining({ code: 'checkpoint_invalid' }));
    expect(() => read(file)).toThrow(reason);
  });
});

describe('a file of another kind', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /empty/],
    ['a web page', '<!doctype html><title>Sign in</title>', /web page/],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /Git LFS/],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), /compressed/],
    ['a tar archive', `${'\0'.repeat(257)}ustar${'\0'.repeat(300)}`, /tar archive/],
    ['a bare pickle', Uint8Array.of(0x80, 2, 0x7d, 0x2e), /bare pickle/],
    ['noise', Uint8Array.from({ length: 300 }, (_, k) => (k * 37 + 5) % 256), /neither a file of torch.save/],
    ['a zip of something else', Buffer.from('504b0506000000000000000000000000000000000000', 'hex'), /no data\.pkl/],
  ])('such as %s is refused by what it is', (_, content, reason) => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, content);
    expect(() => readWeights(file)).toThrow(reason);
    expect(() => readWeights(file)).toThrow(expect.objectContaining({ code: 'checkpoint_invalid' }));
  });

  it('or a path without a plain file says so', () => {
    const folder = temporaryFolder();
    expect(() => readWeights(path.join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => readWeights(folder)).toThrow(expect.objectContaining({ code: 'bad_request' }));
    // A pipe that nobody writes to must not block.
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    expect(() => readWeights(path.join(folder, 'pipe'))).toThrow(expect.objectContaining({ code: 'bad_request' }));
    expect(() => readWeights('/dev/zero')).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });
});
