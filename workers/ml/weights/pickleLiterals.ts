import { weightsError } from './weightsError';

/** Longer numbers are no sizes, counts or scores. */
const longestNumber = 256;

/** A whole number as a JavaScript number where that is exact. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Two's complement, little-endian, any length: LONG1 and LONG4. */
export function longFromBytes(bytes: Uint8Array): number | bigint {
  if (bytes.length > longestNumber) throw weightsError('its pickle holds a number of more than 2,048 bits');
  let value = 0n;
  for (const byte of [...bytes].reverse()) value = (value << 8n) | BigInt(byte);
  return exactInteger(BigInt.asIntN(8 * bytes.length, value));
}

/** `12`, `-3L`, and `00` or `01` for the booleans of protocols 0 and 1. */
export function integerFromText(text: string): number | bigint | boolean {
  if (text === '00' || text === '01') return text === '01';
  if (text.length > longestNumber || !/^[+-]?\d+L?$/.test(text))
    throw weightsError('its pickle holds a malformed number');
  return exactInteger(BigInt(text.replace(/L$/, '').replace(/^\+/, '')));
}

/** Python's repr of a float. */
export function floatFromText(text: string): number {
  const special = /^([+-]?)(inf|nan)$/.exec(text);
  if (special) return special[2] === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw weightsError('its pickle holds a malformed number');
  return Number(text);
}

const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** `'text'` with the escapes of Python's repr of a byte string: STRING. */
export function stringFromRepr(text: string): string {
  const inner = /^(['"])([\s\S]*)\1$/.exec(text)?.[2];
  if (inner === undefined) throw weightsError('its pickle holds a malformed string');
  return inner.replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g, (whole, hex, octal, letter) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return escapes[letter] ?? whole;
  });
}

/** raw-unicode-escape: UNICODE. */
export function stringFromRawUnicode(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (_, short, long) => {
    const point = Number.parseInt(short ?? long, 16);
    if (point > 0x10ffff) throw weightsError('its pickle holds a malformed string');
    return String.fromCodePoint(point);
  });
}
