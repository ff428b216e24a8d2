import { AppError } from '@/domain/errors';

/** A named float32 array with its shape. */
export type NamedTensor = { shape: number[]; data: Float32Array };
export type SafetensorsFile = { tensors: Map<string, NamedTensor>; metadata: Record<string, string> };

type HeaderEntry = { dtype: string; shape: number[]; data_offsets: [number, number] };

/** Serialise float32 tensors as safetensors: u64 header length, JSON header, raw little-endian data, in the order given. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const header: Record<string, HeaderEntry | Record<string, string>> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padding = (8 - (json.length % 8)) % 8; // the data start on a multiple of eight
  const bytes = new Uint8Array(8 + json.length + padding + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length + padding), true);
  bytes.set(json, 8);
  bytes.fill(0x20, 8 + json.length, 8 + json.length + padding);
  let at = 8 + json.length + padding;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Read what `encodeSafetensors` writes. Throws AppError('checkpoint_invalid') where a header, shape or offset does not fit. */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 8) throw invalid('it is shorter than its header');
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.byteLength - 8) throw invalid('its header is longer than the file');
  const header = parseHeader(bytes.subarray(8, 8 + length));
  const { __metadata__: metadata, ...entries } = header;
  const tensors = new Map<string, NamedTensor>();
  for (const [name, entry] of Object.entries(entries)) {
    tensors.set(name, readTensor(bytes, 8 + length, name, entry));
  }
  return { tensors, metadata: isStrings(metadata) ? metadata : {} };
}

function readTensor(bytes: Uint8Array, dataStart: number, name: string, entry: unknown): NamedTensor {
  if (!isEntry(entry)) throw invalid(`the entry of "${name}" is malformed`);
  if (entry.dtype !== 'F32') throw invalid(`"${name}" is ${entry.dtype}; only F32 is read`);
  const [from, to] = entry.data_offsets;
  const count = entry.shape.reduce((a, b) => a * b, 1);
  if (!(from >= 0 && to - from === count * 4 && dataStart + to <= bytes.byteLength)) {
    throw invalid(`the data of "${name}" do not fit its shape [${entry.shape.join(', ')}] or the file is cut off`);
  }
  const data = new Float32Array(count);
  new Uint8Array(data.buffer).set(bytes.subarray(dataStart + from, dataStart + to));
  return { shape: entry.shape, data };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return { ...header };
  } catch {
    // falls through to the one error below
  }
  throw invalid('its header is not a JSON object');
}

function isEntry(value: unknown): value is HeaderEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Partial<HeaderEntry>;
  return (
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every((n) => Number.isInteger(n) && n >= 0) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every((n) => Number.isInteger(n))
  );
}

function isStrings(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((v) => typeof v === 'string');
}

function invalid(reason: string): AppError {
  return new AppError(
    'checkpoint_invalid',
    `The checkpoint cannot be read: ${reason}. Retry the run to train it again.`,
  );
}
