import { layoutSafetensors } from './layoutSafetensors';
import type { NamedTensor } from './namedTensor';
import { invalidSafetensors, parseSafetensorsHeader, safetensorsDataStart } from './safetensorsHeader';

export type SafetensorsFile = { tensors: Map<string, NamedTensor>; metadata: Record<string, string> };

/** Serialise float32 arrays as safetensors, in the order given. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const shapes = [...tensors].map(([name, { shape }]) => [name, shape] as const);
  const { bytes, views } = layoutSafetensors(shapes, metadata);
  for (const [name, { data }] of tensors) views.get(name)?.set(data);
  return bytes;
}

/**
 * Read what `encodeSafetensors` writes. The arrays are views into `bytes`, copies where those do not begin at a multiple of four.
 * @throws AppError('checkpoint_invalid') where a header, shape or offset does not fit
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const start = safetensorsDataStart(bytes, { fileBytes: bytes.byteLength });
  const dataBytes = bytes.byteLength - start;
  const { entries, metadata, trailingBytes } = parseSafetensorsHeader(bytes.subarray(8, start), { dataBytes });
  if (trailingBytes > 0) throw invalidSafetensors(`${trailingBytes} bytes at its end belong to no array`);
  const tensors = new Map<string, NamedTensor>();
  for (const [name, { dtype, shape, start: from, end: to }] of entries) {
    if (dtype !== 'F32') throw invalidSafetensors(`"${name}" is ${dtype}; only F32 is read here`);
    tensors.set(name, { shape, data: float32View(bytes.subarray(start + from, start + to)) });
  }
  return { tensors, metadata };
}

function float32View(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}
