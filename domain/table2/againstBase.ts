import type { DatasetSplit } from '@/domain/datasetSplits';
import type { SubmissionRow } from '@/domain/submissionRow';
import type { Table2 } from './table2';

/** `difference`: mAP minus the mean of Base over its seeds, in [-1, 1]; null where the two did not rank the same videos. */
export type ComparedSubmission = SubmissionRow & { difference: number | null };

/**
 * Scores of others beside Base. They are counted over the whole split, so they stand against Base only where it was evaluated on the
 * whole split too.
 * @param limit the quick look of the experiment, if it is one
 */
export function againstBase(
  rows: SubmissionRow[],
  table: Table2,
  limit: Record<DatasetSplit, number> | null,
): ComparedSubmission[] {
  const base = table.rows.find(({ variant }) => variant === 'base')?.cells.temporal_concat;
  return rows.map((row) => {
    const used = limit === null ? Number.POSITIVE_INFINITY : row.split === 'train' ? limit.train : limit.test;
    const alike = used >= row.videos && base?.protocols.every(({ split }) => split === row.split);
    const reference = alike ? (base?.score?.mean ?? Number.NaN) : Number.NaN;
    const difference = row.map - reference;
    return { ...row, difference: Number.isFinite(difference) ? difference : null };
  });
}
