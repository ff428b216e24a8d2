import type { DatasetClass } from '@/domain/datasetClass';

/** A class and its place among the scores of a video, from 0. */
export type ShownClass = { index: number; name: string };

const mostEnds = 4;

/** All classes where they are few, else the first and the last; `left` lie between them. */
export function prepareClasses(classes: readonly DatasetClass[]): {
  first: ShownClass[];
  last: ShownClass[];
  left: number;
} {
  const all = classes.map(({ name }, index) => ({ index, name }));
  if (all.length <= 2 * mostEnds) return { first: all, last: [], left: 0 };
  return { first: all.slice(0, mostEnds), last: all.slice(-mostEnds), left: all.length - 2 * mostEnds };
}

/** `0 walk, 1 run, ..., 11 jump`: the order of the classes in one line. */
export function classOrderText(classes: readonly DatasetClass[]): string {
  const { first, last, left } = prepareClasses(classes);
  const text = ({ index, name }: ShownClass) => `${index} ${name}`;
  return [...first.map(text), ...(left > 0 ? ['…'] : []), ...last.map(text)].join(', ');
}
