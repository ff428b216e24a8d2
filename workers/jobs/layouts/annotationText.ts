import { AppError } from '@/domain/errors';

/** How a file in UTF-16 begins, as Windows programs write "Unicode text". */
const marks = [
  { start: [0xff, 0xfe], encoding: 'utf-16le' },
  { start: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/**
 * The text of an annotation file, without a byte order mark.
 * @param file name for messages
 * @throws AppError dataset_invalid where the bytes are no text, saying what they look like
 */
export function annotationText(bytes: Uint8Array, file: string): string {
  const mark = marks.find(({ start }) => start.every((byte, at) => bytes[at] === byte));
  const text = decoded(bytes, mark?.encoding ?? 'utf-8');
  const nul = bytes.indexOf(0);
  if (!mark && nul >= 0 && isUtf16(bytes))
    throw refused(file, 'it is UTF-16 without a byte order mark', 'Save it as UTF-8');
  if (text === null)
    throw refused(
      file,
      mark ? 'it is damaged UTF-16 text' : 'it is not UTF-8 text (perhaps Latin-1 or Windows-1252)',
      'Save it as UTF-8, without changing its separators',
    );
  const place = text.indexOf('\0');
  if (place >= 0) {
    const line = text.slice(0, place).split('\n').length;
    throw new AppError(
      'dataset_invalid',
      `${file}, line ${line}: a NUL character. Replace the file by an intact copy.`,
    );
  }
  return text;
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Every other byte of Latin letters in UTF-16 is zero. */
function isUtf16(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 512);
  const zeros = [0, 1].map((odd) => head.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  return Math.max(...zeros) * 4 > head.length && Math.min(...zeros) * 16 < head.length;
}

function refused(file: string, reason: string, next: string): AppError {
  return new AppError('dataset_invalid', `${file} cannot be read: ${reason}. ${next}, then import again.`);
}
