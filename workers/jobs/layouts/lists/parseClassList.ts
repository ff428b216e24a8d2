import type { AppError } from '@/domain/errors';
import { mostClasses } from '@/domain/listReading';
import { printable } from '@/domain/text/textFault';

/** A class list: names in order, with the numbers by which lists may call them. */
export type ClassList = {
  names: string[];
  numbers: number[];
  /** Whether the file gives the numbers; else they are counted from 0. */
  numbered: boolean;
};

const longestName = 200;
type Entry = { number: number; name: string };

/** How a line can give number and name; a list is read in the first way that fits all its lines and gives each number once. */
const forms: readonly ((line: string) => Entry | null)[] = [
  // c008 Opening a door (Charades)
  (line) => entryOf(/^c(\d{1,6})[\s,;|]+(.+)$/i.exec(line)),
  // 0 name; 0,name; 1 ApplyEyeMakeup (UCF-101)
  (line) => entryOf(/^(\d{1,6})[\s,;|]+(.+)$/.exec(line)),
  // name 0; "name",0; name;0 (Kinetics)
  (line) => {
    const parts = /^(.+?)[\s,;|]+(\d{1,6})$/.exec(line);
    return parts ? entryOf(['', parts[2] ?? '', parts[1] ?? '']) : null;
  },
];
const headerLine =
  /^"?(id|index|class_id|label_id|class|label|name|class_name)"?[\s,;|]+"?(id|index|class_id|label_id|class|label|name|class_name)"?$/i;

/**
 * Parses a class list: one line a class, a name alone or with its number before or behind it; or a JSON object of names and numbers.
 * @throws AppError by `refuse`, without anything of the content
 */
export function parseClassList(text: string, refuse: (line: number, reason: string) => AppError): ClassList {
  const json = jsonEntries(text);
  if (json) return numberedList(json);
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  if (lines.length > mostClasses + 1)
    throw refuse(lines.length, `more than ${mostClasses.toLocaleString('en-GB')} classes`);
  const skipped = headerLine.test(lines[0] ?? '') ? 1 : 0;
  const rows = lines.slice(skipped);
  if (rows.length === 0) throw refuse(1, 'it names no class');
  for (const form of forms) {
    const entries = rows.map(form);
    if (entries.every((entry) => entry !== null) && isCount(entries))
      return checked(numberedList(entries), skipped, refuse);
  }
  return checked({ names: rows.map(nameOf), numbers: rows.map((_, index) => index), numbered: false }, skipped, refuse);
}

function entryOf(parts: readonly string[] | null): Entry | null {
  return parts ? { number: Number(parts[1]), name: nameOf(parts[2] ?? '') } : null;
}

/** Numbers of a class list run from 0 or 1 without a gap, in any order: others are parts of names, as in "2 people". */
function isCount(entries: readonly Entry[]): boolean {
  const numbers = entries.map(({ number }) => number).sort((a, b) => a - b);
  const first = numbers[0] ?? 0;
  return first <= 1 && numbers.every((number, index) => number === first + index);
}

function numberedList(entries: readonly Entry[]): ClassList {
  const sorted = [...entries].sort((a, b) => a.number - b.number);
  return { names: sorted.map(({ name }) => name), numbers: sorted.map(({ number }) => number), numbered: true };
}

function checked(list: ClassList, skipped: number, refuse: (line: number, reason: string) => AppError): ClassList {
  const lines = new Map<string, number>();
  for (const [index, name] of list.names.entries()) {
    const line = index + 1 + skipped;
    if (name === '') throw refuse(line, 'a line without a class');
    if (name.length > longestName) throw refuse(line, `a class name has at most ${longestName} characters`);
    if (lines.has(name)) throw refuse(line, `the class of line ${lines.get(name)} once more`);
    lines.set(name, line);
  }
  return list;
}

/** `{"abseiling": 0}`, as PySlowFast names classes; null where the text is no such object. */
function jsonEntries(text: string): Entry[] | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const pairs = Object.entries(JSON.parse(text) as object);
    const entries = pairs.map(([name, number]) => ({ name: nameOf(name), number: Number(number) }));
    return entries.length <= mostClasses && isCount(entries) ? entries : null;
  } catch {
    return null;
  }
}

function nameOf(text: string): string {
  const plain = text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('""', '"');
  return printable(plain.trim().normalize('NFC'));
}
