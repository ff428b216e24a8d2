import type { ListRow } from './listRows';
import type { ClassList } from './parseClassList';

/** `of`: place in the class list by what a row calls its class. */
export type AppliedClassList = { names: string[]; of: Map<string, number> };

/**
 * What the classes of a list of videos are called in a class list: by their names, or by their numbers where a list gives numbers.
 * @param exact a list without numbers must have just as many lines as there are classes, because nothing else in it could be compared
 * @returns the line of the first class that it does not know where it does not fit
 */
export function applyClassList(
  rows: readonly ListRow[],
  { list, exact }: { list: ClassList; exact: boolean },
): AppliedClassList | { line: number } {
  const byName = new Map(list.names.map((name, index) => [name, index]));
  const byNumber = new Map(list.numbers.map((number, index) => [number, index]));
  const of = new Map<string, number>();
  const named = rows.some((row) => row.class !== null && byName.has(row.class));
  for (const { class: name, line } of rows) {
    if (name === null || of.has(name)) continue;
    const index = named ? byName.get(name) : byNumber.get(numberOf(name));
    if (index === undefined) return { line };
    of.set(name, index);
  }
  let last = 0;
  for (const index of of.values()) last = Math.max(last, index);
  if (!named && exact && !list.numbered && last !== list.names.length - 1) return { line: rows[0]?.line ?? 1 };
  return { names: list.names, of };
}

/** `3`, `03` and `3.0` are the class number 3. */
function numberOf(name: string): number {
  return /^\d+(\.0+)?$/.test(name) ? Number(name) : Number.NaN;
}
