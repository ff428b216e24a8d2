import { parseSafetensorsHeader, safetensorsDataStart } from '@/domain/formats/safetensorsHeader';
import type { ByteSource } from './byteSource';
import { decodeFloats, isFloatDtype } from './floatDecoders';
import type { FoundArrays } from './torchArrays';
import { quoted, weightsError } from './weightsError';

const dtypes: Readonly<Record<string, string>> = { F64: 'float64', F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

/**
 * The arrays of a safetensors file; only its header is read at once.
 * @throws AppError('checkpoint_invalid')
 */
export function readSafetensors(source: ByteSource): FoundArrays {
  const data = safetensorsDataStart(source.read(0, 8), { fileBytes: source.size, refuse: weightsError });
  const { entries, metadata, trailingBytes } = parseSafetensorsHeader(source.read(8, data - 8), {
    dataBytes: source.size - data,
    refuse: weightsError,
  });
  const arrays = [...entries].map(([name, { dtype, shape, start, end }]) => ({
    name,
    shape,
    dtype: dtypes[dtype] ?? dtype,
    place: String(start),
    read: () => {
      const type = dtypes[dtype] ?? dtype;
      if (!isFloatDtype(type)) throw weightsError(`${quoted(name)} is of type ${type}`, 'Save it as float32');
      return decodeFloats(source.read(data + start, end - start), type);
    },
  }));
  const bytes = trailingBytes === 1 ? '1 byte' : `${trailingBytes.toLocaleString('en-GB')} bytes`;
  const remarks =
    trailingBytes === 0 ? [] : [`Behind its last array the file has ${bytes} that belong to none; they were not read.`];
  return { arrays, everything: arrays, objects: [], remarks, metadata };
}
