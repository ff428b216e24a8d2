import { z } from 'zod';
import { AppError } from '@/domain/errors';

/** Where an array lies: bytes [start, end) behind the header. */
export type SafetensorsEntry = { dtype: string; shape: number[]; start: number; end: number };
export type SafetensorsHeader = { entries: Map<string, SafetensorsEntry>; metadata: Record<string, string> };

/** Bytes of one element. A type that is not here is refused by name. */
const itemBytes: ReadonlyMap<string, number> = new Map([
  ...['F64', 'I64', 'U64', 'C64'].map((dtype) => [dtype, 8] as const),
  ...['F32', 'I32', 'U32'].map((dtype) => [dtype, 4] as const),
  ...['F16', 'BF16', 'I16', 'U16'].map((dtype) => [dtype, 2] as const),
  ...['I8', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2'].map((dtype) => [dtype, 1] as const),
]);

/** A header describes arrays, it does not hold them: the limit of the reference implementation. */
export const longestSafetensorsHeader = 100_000_000;

const count = z.int().nonnegative();
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(count).max(16),
  data_offsets: z.tuple([count, count]),
});
const metadataSchema = z.record(z.string(), z.string());

/**
 * The JSON header of a safetensors file. Arrays must fill the data without holes and without overlapping, as the format demands: so a
 * name that occurs twice cannot pass unseen.
 * @param json the bytes of the header
 * @param dataBytes bytes behind the header
 * @throws AppError('checkpoint_invalid')
 */
export function parseSafetensorsHeader(json: Uint8Array, dataBytes: number): SafetensorsHeader {
  const entries = new Map<string, SafetensorsEntry>();
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseObject(json))) {
    if (name === '__metadata__') {
      metadata = metadataSchema.safeParse(value).data ?? {};
      continue;
    }
    entries.set(name, checkedEntry(name, value, dataBytes));
  }
  checkOffsets(entries, dataBytes);
  return { entries, metadata };
}

/** @throws the one error of a safetensors file that cannot be read */
export function invalidSafetensors(reason: string): AppError {
  return new AppError(
    'checkpoint_invalid',
    `The checkpoint cannot be read: ${reason}. Take a complete copy of the safetensors file, or train the run again.`,
  );
}

function checkedEntry(name: string, value: unknown, dataBytes: number): SafetensorsEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw invalidSafetensors(`the entry of "${name}" is malformed`);
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const [start, end] = offsets;
  const item = itemBytes.get(dtype);
  if (item === undefined) throw invalidSafetensors(`"${name}" has the unknown type ${dtype}`);
  const elements = shape.reduce((product, size) => product * size, 1);
  if (!(end - start === elements * item && end <= dataBytes)) {
    throw invalidSafetensors(`the data of "${name}" do not fit its shape [${shape.join(', ')}] or the file is cut off`);
  }
  return { dtype, shape, start, end };
}

function checkOffsets(entries: ReadonlyMap<string, SafetensorsEntry>, dataBytes: number): void {
  let end = 0;
  for (const [name, entry] of [...entries].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== end) {
      throw invalidSafetensors(`the data of "${name}" ${entry.start < end ? 'overlap others' : 'follow a hole'}`);
    }
    end = entry.end;
  }
  if (end !== dataBytes) throw invalidSafetensors(`${dataBytes - end} bytes at its end belong to no array`);
}

function parseObject(json: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  } catch {
    // falls through to the one error below
  }
  throw invalidSafetensors('its header is not a JSON object');
}
