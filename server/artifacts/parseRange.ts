/** First and last byte, both included. */
export type ByteRange = { start: number; end: number };

/**
 * A `Range` header (RFC 9110, 14.1.2) for a body of `size` bytes. One range is served; several, other units and malformed
 * headers are ignored, as the RFC allows.
 * @returns the range, 'all' for the whole body, 'unsatisfiable' where it begins behind the end
 */
export function parseRange(header: string | null, size: number): ByteRange | 'all' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return 'all';
  if (first === '') {
    const length = Number(last);
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return 'all';
  return start >= size ? 'unsatisfiable' : { start, end };
}
