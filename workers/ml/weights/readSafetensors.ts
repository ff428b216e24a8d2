import { longestSafetensorsHeader, parseSafetensorsHeader } from '@/domain/formats/safetensorsHeader';
import type { ByteSource } from './byteSource';
import { decodeFloats, isFloatDtype } from './floatDecoders';
import { quoted, weightsError } from './weightsError';
import type { WeightArray } from './weightsSource';

const dtypes: Readonly<Record<string, string>> = { F64: 'float64', F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

/**
 * The arrays of a safetensors file; only its header is read at once.
 * @throws AppError('checkpoint_invalid')
 */
export function readSafetensors(source: ByteSource): { arrays: WeightArray[]; metadata: Record<string, string> } {
  const length = Number(new DataView(source.read(0, 8).buffer).getBigUint64(0, true));
  if (length > longestSafetensorsHeader) throw weightsError('its header is longer than any');
  const data = 8 + length;
  const { entries, metadata } = parseSafetensorsHeader(source.read(8, length), source.size - data);
  const arrays = [...entries].map(([name, { dtype, shape, start, end }]) => ({
    name,
    shape,
    dtype: dtypes[dtype] ?? dtype,
    read: () => {
      const type = dtypes[dtype] ?? dtype;
      if (!isFloatDtype(type)) throw weightsError(`${quoted(name)} is of type ${type}`, 'Save it as float32');
      return decodeFloats(source.read(data + start, end - start), type);
    },
  }));
  return { arrays, metadata };
}
