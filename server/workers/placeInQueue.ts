import type { QueueMove } from '@/domain/queueMoves';

/** Index in the queue of `length` runs to which a move leads; the ends stay where they are. */
export function targetIndex(index: number, move: QueueMove, length: number): number {
  if (move === 'top') return 0;
  if (move === 'bottom') return length - 1;
  return Math.min(Math.max(index + (move === 'up' ? -1 : 1), 0), length - 1);
}

/**
 * A position for the run that moves from index `from` to index `to`, strictly between its new neighbours, so that only its own row
 * changes. Null where there is no number between them (equal positions, or no precision left): then all have to be numbered anew.
 * @param positions of the queue in its order, ascending but perhaps equal
 */
export function placeInQueue(positions: number[], from: number, to: number): number | null {
  const others = positions.filter((_, index) => index !== from);
  const before = others[to - 1];
  const after = others[to];
  if (before === undefined && after === undefined) return positions[from] ?? 0;
  if (before === undefined) return (after ?? 0) - 1;
  if (after === undefined) return before + 1;
  const middle = (before + after) / 2;
  return before < middle && middle < after ? middle : null;
}
