import { prepareMapping } from '@/domain/imports/prepareMapping';
import type { WeightsReport } from '@/domain/weightsReport';

/** Groups of the report that are listed in full are short; of the others only the number is printed. */
const mostListed = 20;

/** Where the arrays of the file went, in words. */
export function formatMapping(report: WeightsReport): string {
  const { sentences, groups } = prepareMapping(report);
  const lists = groups.flatMap(({ title, items }) => [
    `${title}: ${items.length}`,
    ...(title === 'Used' ? [] : items.slice(0, mostListed).map((item) => `  ${item}`)),
    ...(title !== 'Used' && items.length > mostListed ? [`  and ${items.length - mostListed} more`] : []),
  ]);
  return [...sentences, '', ...lists].join('\n');
}
