import { mostArrays } from '@/domain/formats/safetensorsHeader';
import type { WeightsFormat } from '@/domain/weightsReport';
import { type ByteSource, openByteSource } from './byteSource';
import { readSafetensors } from './readSafetensors';
import { readTorchLegacy } from './readTorchLegacy';
import { readTorchZip } from './readTorchZip';
import type { FoundArrays } from './torchArrays';
import { weightsError } from './weightsError';
import type { WeightsSource } from './weightsSource';

const readers = {
  torch_zip: readTorchZip,
  torch_legacy: readTorchLegacy,
  safetensors: readSafetensors,
} satisfies Record<WeightsFormat, (source: ByteSource) => FoundArrays>;

/** How a stream of PyTorch begins: a protocol (a frame with it from 4 on), then the magic number. */
const legacyStart = /^80..(95.{16})?8a0a6cfc9c46f9206aa85019/;

/** Other files that people take for weights, by their first bytes. */
const strangers: readonly [start: RegExp, reason: string, next: string][] = [
  [/^1f8b|^425a68|^fd377a585a/, 'it is compressed', 'Unpack it and import the file of weights that is inside'],
  [/^3c/, 'it is a web page, not a file of weights', 'Download it again; the address answered with a page'],
  [/^76657273696f6e2068747470/, 'it is a pointer of Git LFS, not the file itself', 'Fetch it with "git lfs pull"'],
  [/^89484446/, 'it is an HDF5 file', 'Convert it to safetensors'],
  [/^80|^7d|^28/, 'it is a bare pickle, not written by torch.save', 'Load it and save its state dict with torch.save'],
];

/**
 * Open a file of weights: PyTorch's zip or legacy stream, or safetensors, told apart by their first bytes. Only names, types and shapes
 * are read here; the values come array by array.
 * @param path of a plain file
 * @throws AppError('not_found' | 'bad_request') for the path, AppError('checkpoint_invalid') for what is in the file
 */
export function readWeights(path: string): WeightsSource {
  const source = openByteSource(path);
  try {
    const format = formatOf(source);
    const found = readers[format](source);
    if (found.everything.length > mostArrays)
      throw weightsError(`it holds ${found.everything.length} arrays, more than any network`);
    return { format, ...found, bytes: source.size, close: source.close };
  } catch (error) {
    source.close();
    throw error;
  }
}

function formatOf(source: ByteSource): WeightsFormat {
  const head = Buffer.from(source.read(0, Math.min(source.size, 512)));
  const start = head.toString('hex', 0, 32);
  if (start.startsWith('504b0304') || start.startsWith('504b0506')) return 'torch_zip';
  if (legacyStart.test(start)) return 'torch_legacy';
  if (head.length > 8 && head[8] === 0x7b && head.readBigUInt64LE() <= BigInt(source.size - 8)) return 'safetensors';
  if (head.length === 0) throw weightsError('it is empty');
  if (head.toString('latin1', 257, 262) === 'ustar') {
    throw weightsError('it is a tar archive', 'Unpack it and import the file of weights that is inside');
  }
  for (const [pattern, reason, next] of strangers) if (pattern.test(start)) throw weightsError(reason, next);
  throw weightsError(
    'it is neither a file of torch.save nor safetensors, or its beginning is damaged',
    'Import a .pth, .pt, .pth.tar or .safetensors file',
  );
}
