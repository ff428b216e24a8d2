import type { Cell } from '@/domain/experimentSpec';
import { type Fusion, fusionIds } from '@/domain/fusions';
import { type VariantId, variantIds, variantOf } from '@/domain/variants';

/** How much of a set of cells is chosen. */
export type Chosen = 'all' | 'some' | 'none';

const keyOf = ({ variant, fusion }: Cell) => `${variant} ${fusion}`;

/** Base has no second view: its two cells are one training and are chosen together. */
function withTwin(cell: Cell): Cell[] {
  if (variantOf(cell.variant).secondView !== 'none') return [cell];
  return fusionIds.map((fusion) => ({ variant: cell.variant, fusion }));
}

export function isChosen(chosen: Cell[], cell: Cell): boolean {
  return chosen.some((candidate) => keyOf(candidate) === keyOf(cell));
}

export function howMuch(chosen: Cell[], cells: Cell[]): Chosen {
  const count = cells.filter((cell) => isChosen(chosen, cell)).length;
  return count === 0 ? 'none' : count === cells.length ? 'all' : 'some';
}

/** Chooses these cells, or drops them where all of them are chosen. The result is in the order of the table. */
export function toggleCells(chosen: Cell[], cells: Cell[]): Cell[] {
  const changed = new Set(cells.flatMap(withTwin).map(keyOf));
  const drop = howMuch(chosen, cells) === 'all';
  const kept = chosen.filter((cell) => !changed.has(keyOf(cell)));
  const added = drop ? [] : cells.flatMap(withTwin);
  const result = new Set([...kept, ...added].map(keyOf));
  return variantIds.flatMap(cellsOfRow).filter((cell) => result.has(keyOf(cell)));
}

export function cellsOfRow(variant: VariantId): Cell[] {
  return fusionIds.map((fusion) => ({ variant, fusion }));
}

/** The cells of a column that are its own; Base, which is the same in both, is chosen by its row. */
export function cellsOfColumn(fusion: Fusion, rows: VariantId[]): Cell[] {
  return rows.flatMap((variant) => (variantOf(variant).secondView === 'none' ? [] : [{ variant, fusion }]));
}
