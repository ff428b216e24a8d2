export type ClassApRow = {
  /** Place of the class in the dataset. */
  index: number;
  name: string;
  /** AP in [0, 1], one an evaluation; null for a class without positives. */
  ap: (number | null)[];
};

type Scored = { classNames: string[]; classAp: number[] };

/** AP by class of some evaluations over the same classes: in class order, or the class with the lowest mean first. */
export function prepareClassAp(evaluations: Scored[], order: 'class' | 'ap'): ClassApRow[] {
  const names = evaluations[0]?.classNames ?? [];
  const rows = names.map((name, index) => ({
    index,
    name,
    ap: evaluations.map(({ classAp }) => finite(classAp[index])),
  }));
  if (order === 'class') return rows;
  return rows.sort((a, b) => meanOf(a.ap) - meanOf(b.ap) || a.index - b.index);
}

function finite(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Infinite, so last, where nothing is known. */
function meanOf(values: (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? Number.MAX_VALUE : known.reduce((a, b) => a + b, 0) / known.length;
}
