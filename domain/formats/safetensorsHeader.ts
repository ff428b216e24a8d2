import { z } from 'zod';
import { AppError } from '@/domain/errors';

/** Where an array lies: bytes [start, end) behind the header. */
export type SafetensorsEntry = { dtype: string; shape: number[]; start: number; end: number };
export type SafetensorsHeader = {
  entries: Map<string, SafetensorsEntry>;
  metadata: Record<string, string>;
  /** Bytes behind the last array: no array's, so nobody reads them. */
  trailingBytes: number;
};

/** Bytes of one element. Types that are not here can be in a file, but not be read: their sizes are not compared with their shapes. */
const itemBytes: ReadonlyMap<string, number> = new Map([
  ...['F64', 'I64', 'U64', 'C64'].map((dtype) => [dtype, 8] as const),
  ...['F32', 'I32', 'U32'].map((dtype) => [dtype, 4] as const),
  ...['F16', 'BF16', 'I16', 'U16'].map((dtype) => [dtype, 2] as const),
  ...['I8', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2'].map((dtype) => [dtype, 1] as const),
]);

/** Makes the error of a file that cannot be read. @param next what the user can do about it */
type Refuse = (reason: string, next?: string) => AppError;

/** A header describes arrays, it does not hold them: 150 bytes an array are usual. The reference implementation takes 100 MB. */
const longestSafetensorsHeader = 32 * 2 ** 20;
/** More than any network has. */
export const mostArrays = 100_000;

const count = z.int().nonnegative();
const entrySchema = z.object({
  dtype: z.string().regex(/^\w{1,32}$/),
  shape: z.array(count).max(16),
  data_offsets: z.tuple([count, count]),
});
const metadataSchema = z.record(z.string(), z.string());

/** Bytes before the JSON header: its length. */
const lengthBytes = 8;

/**
 * Where the JSON header of a safetensors file ends and the data begin [bytes from the beginning of the file].
 * @param start the first eight bytes of the file, or more
 * @param refuse makes the error of a file that cannot be read
 * @throws AppError by `refuse` where the header reaches beyond the file, or is longer than that of any network
 */
export function safetensorsDataStart(
  start: Uint8Array,
  { fileBytes, refuse = invalidSafetensors }: { fileBytes: number; refuse?: Refuse },
): number {
  if (start.byteLength < lengthBytes) throw refuse('it is cut off before its header');
  const length = Number(new DataView(start.buffer, start.byteOffset, lengthBytes).getBigUint64(0, true));
  if (length > fileBytes - lengthBytes) throw refuse('it is cut off: its header is longer than the file');
  if (length > longestSafetensorsHeader) throw tooManyArrays(refuse);
  return lengthBytes + length;
}

/**
 * The JSON header of a safetensors file. Arrays must lie behind each other without holes and without overlapping, as the format demands:
 * so a name that occurs twice cannot pass unseen. What other writers do is read: padding with spaces, line ends or NUL, `null` for the
 * metadata, types that came later, and bytes behind the last array.
 * @param json the bytes between the length and the data
 * @param dataBytes bytes behind the header
 * @param refuse makes the error of a file that cannot be read
 * @throws AppError by `refuse`
 */
export function parseSafetensorsHeader(
  json: Uint8Array,
  { dataBytes, refuse = invalidSafetensors }: { dataBytes: number; refuse?: Refuse },
): SafetensorsHeader {
  checkSize(json, refuse);
  const entries = new Map<string, SafetensorsEntry>();
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseObject(json, refuse))) {
    if (name === '__metadata__') {
      metadata = metadataSchema.safeParse(value).data ?? {};
      continue;
    }
    entries.set(name, checkedEntry(name, value, { dataBytes, refuse }));
  }
  return { entries, metadata, trailingBytes: dataBytes - endOf(entries, refuse) };
}

/** @throws the one error of a safetensors file that cannot be read */
export function invalidSafetensors(reason: string): AppError {
  return new AppError(
    'checkpoint_invalid',
    `The checkpoint cannot be read: ${reason}. Take a complete copy of the safetensors file, or train the run again.`,
  );
}

/** Counts what would be made before anything is made of it: an array has one brace and two brackets. */
function checkSize(json: Uint8Array, refuse: Refuse): void {
  if (
    json.length <= longestSafetensorsHeader &&
    holdsAtMost(json, 0x7b, 2 * mostArrays) &&
    holdsAtMost(json, 0x5b, 4 * mostArrays)
  )
    return;
  throw tooManyArrays(refuse);
}

function tooManyArrays(refuse: Refuse): AppError {
  return refuse(
    `its header lists more than ${mostArrays.toLocaleString('en-GB')} arrays, as no network has`,
    'Export the state dict of one network alone',
  );
}

/** Whether a byte occurs at most so often. */
function holdsAtMost(json: Uint8Array, byte: number, most: number): boolean {
  let count = 0;
  for (let at = json.indexOf(byte); at >= 0 && count <= most; at = json.indexOf(byte, at + 1)) count++;
  return count <= most;
}

function checkedEntry(
  name: string,
  value: unknown,
  { dataBytes, refuse }: { dataBytes: number; refuse: (reason: string) => AppError },
): SafetensorsEntry {
  const parsed = entrySchema.safeParse(value);
  const said = JSON.stringify(name.slice(0, 120));
  if (!parsed.success) throw refuse(`the entry of ${said} is malformed`);
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const [start, end] = offsets;
  const item = itemBytes.get(dtype);
  const elements = shape.reduce((product, size) => product * size, 1);
  const fits = item === undefined || end - start === elements * item;
  if (!(fits && start <= end && end <= dataBytes)) {
    throw refuse(`the data of ${said} do not fit its shape [${shape.join(', ')}] or the file is cut off`);
  }
  return { dtype, shape, start, end };
}

function endOf(entries: ReadonlyMap<string, SafetensorsEntry>, refuse: (reason: string) => AppError): number {
  let end = 0;
  for (const [name, entry] of [...entries].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== end) {
      const said = JSON.stringify(name.slice(0, 120));
      throw refuse(`the data of ${said} ${entry.start < end ? 'overlap others' : 'follow a hole'}`);
    }
    end = entry.end;
  }
  return end;
}

function parseObject(json: Uint8Array, refuse: (reason: string) => AppError): object {
  let end = json.length;
  while (end > 0 && json[end - 1] === 0) end--;
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json.subarray(0, end)));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  } catch {
    // falls through to the one error below
  }
  throw refuse('its header is not a JSON object');
}
