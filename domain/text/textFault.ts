/** A character that a text must not hold: where it stands (in characters, from 1) and what it is called. */
export type TextFault = { place: number; character: string };

/** NUL, and half of a surrogate pair: no text column can hold them. */
const unstorable = '\\0\\p{Cs}';
/** Control characters, and those that turn the direction of what follows or hide in it. */
const invisible = '\\p{Cc}\\u061C\\u2028\\u2029\\u202A-\\u202E\\u2060-\\u2069\\uFEFF\\uFFF9-\\uFFFB';
const ofOneLine = new RegExp(`[${unstorable}${invisible}]`, 'gu');
const ofManyLines = new RegExp(`(?![\\t\\n\\r])[${unstorable}${invisible}]`, 'gu');
const everyUnstorable = new RegExp(`[${unstorable}]`, 'gu');

const names = new Map([
  ['\t', 'a tab'],
  ['\n', 'a line break'],
  ['\r', 'a line break'],
  ['\u2028', 'a line break'],
  ['\u2029', 'a line break'],
]);

const longestFound = 4000;

/** `one`: a name, an id; `many`: notes, a log line: tab and line breaks are fine; `any`: whatever can be stored. */
export type TextLines = 'one' | 'many' | 'any';
const patterns = { one: ofOneLine, many: ofManyLines, any: everyUnstorable };

/** The first character that does not belong into a text; null where all is well. */
export function textFault(text: string, lines: TextLines): TextFault | null {
  const at = text.search(patterns[lines]);
  if (at < 0) return null;
  const character = text.charAt(at);
  return { place: at + 1, character: names.get(character) ?? `the character U+${codeOf(character)}` };
}

/**
 * Shows what is not to be seen, for text that comes from files, programs and other machines and must be kept all the same: "\u0000".
 * @param most characters; longer text is cut and says how long it was
 */
export function printable(
  text: string,
  { lines = 'one', most = Number.POSITIVE_INFINITY }: { lines?: TextLines; most?: number } = {},
): string {
  const cut = text.length > most ? `${shorten(text, most)}… (${text.length} characters)` : text;
  return cut.replace(patterns[lines], (character) => `\\u${codeOf(character)}`);
}

/** A value with all the text in it made printable: what a worker has found in a file, to be stored as JSON. */
export function printableValue<T>(value: T): T;
export function printableValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value, { lines: 'many', most: longestFound });
  if (Array.isArray(value)) return value.map((item) => printableValue(item));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [printable(key), printableValue(item)]));
}

/** The first characters of a text, at most `most`; no pair of surrogates is cut in two. */
export function shorten(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

/** True where a text shows nothing: it is empty, or all blanks and characters without a picture. */
export function looksEmpty(text: string): boolean {
  return /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
