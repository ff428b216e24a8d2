/** Labels that fit into a card, and how many do not. */
export type FittingLabels = { shown: string[]; more: number };

/** A longer label is cut there. */
const mostLines = 3;

/**
 * The first labels that fill at most `lines` lines of about `lineLength` characters, at least one. A line is kept free for "+n more"
 * where some are left out.
 */
export function prepareLabels(
  labels: string[],
  { lines, lineLength }: { lines: number; lineLength: number },
): FittingLabels {
  const linesOf = (label: string) => Math.min(mostLines, Math.max(1, Math.ceil(label.length / lineLength)));
  const fits = (count: number) => {
    const used = labels.slice(0, count).reduce((sum, label) => sum + linesOf(label), 0);
    return used + (count < labels.length ? 1 : 0) <= lines;
  };
  let count = labels.length;
  while (count > 1 && !fits(count)) count -= 1;
  return { shown: labels.slice(0, count), more: labels.length - count };
}
