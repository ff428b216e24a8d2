import type { Refuse } from '@/workers/ml/data/listRecords';
import type { ListRow } from './listRows';

/** Class names in the order of the score vector, and where that order comes from, in a sentence. */
export type ClassOrder = { names: string[]; why: string };

const wholeNumber = /^[+-]?\d+(\.0+)?$/;
const mostGaps = 5;

/**
 * The classes of a list without a class list: by the column of their numbers, where there is one; whole numbers as numbers; names that
 * differ in one number, such as "class 2" and "class 10", by it; else by the code points of their names.
 * @throws AppError by `refuse` where one class has two numbers, or two classes have one
 */
export function orderClasses(rows: readonly ListRow[], refuse: Refuse): ClassOrder {
  const names = [...new Set(rows.flatMap((row) => row.class ?? []))];
  if (rows.some(({ order }) => order !== null)) return orderByColumn(names, rows, refuse);
  const plain = [...names].sort();
  if (names.length > 0 && names.every((name) => wholeNumber.test(name))) {
    const sorted = plain.sort((a, b) => Number(a) - Number(b));
    return { names: sorted, why: `Classes are whole numbers and stand in their order.${gapsText(sorted)}` };
  }
  const parts = names.map((name) => /^(\D*)(\d+)(\D*)$/.exec(name));
  const [first] = parts;
  if (names.length > 1 && first && parts.every((part) => part?.[1] === first[1] && part?.[3] === first[3])) {
    const number = (name: string) => Number(/\d+/.exec(name)?.[0]);
    return {
      names: plain.sort((a, b) => number(a) - number(b)),
      why: 'Classes stand in the order of the numbers in their names.',
    };
  }
  return { names: plain, why: 'Classes stand in the alphabetical order of their names (capitals first).' };
}

/** The classes in the order of the column of their numbers. */
function orderByColumn(names: string[], rows: readonly ListRow[], refuse: Refuse): ClassOrder {
  const numbers = new Map<string, ListRow & { order: number }>();
  const owners = new Map<number, ListRow>();
  for (const row of rows) {
    const { class: name, order, line } = row;
    if (name === null) continue;
    if (order === null) throw refuse(line, 'its class has no number, but others have one');
    const known = numbers.get(name);
    if (known && known.order !== order)
      throw refuse(line, `its class has the number ${order} here, but ${known.order} on line ${known.line}`);
    const owner = owners.get(order);
    if (owner && owner.class !== name)
      throw refuse(line, `the number ${order} belongs to another class on line ${owner.line}`);
    numbers.set(name, { ...row, order });
    owners.set(order, row);
  }
  const of = (name: string) => numbers.get(name)?.order ?? 0;
  const sorted = [...names].sort((a, b) => of(a) - of(b));
  const gaps = gapsText(sorted.map((name) => String(of(name))));
  return { names: sorted, why: `Classes stand in the order of the column of their numbers.${gaps}` };
}

/** Numbers that are left out shift all that follow: worth a word. */
function gapsText(sorted: readonly string[]): string {
  const numbers = [...new Set(sorted.map(Number))];
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const absent = last - first + 1 - numbers.length;
  const start = first === 0 ? '' : ` They begin at ${first}, so class ${first} is the first score of a video.`;
  const twice = sorted.length > numbers.length ? ' Some numbers are written in two ways and count as two classes.' : '';
  if (absent === 0) return start + twice;
  const known = new Set(numbers);
  const gaps: number[] = [];
  for (let number = first; number < last && gaps.length < mostGaps; number++) if (!known.has(number)) gaps.push(number);
  const more = absent > gaps.length ? ` and ${(absent - gaps.length).toLocaleString('en-GB')} more` : '';
  return `${start}${twice} Between ${first} and ${last} no row has ${gaps.join(', ')}${more}: such numbers are no classes here, and those above them move up. Give a class list if they are to count.`;
}
