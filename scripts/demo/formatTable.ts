import { type Fusion, fusionIds } from '@/domain/fusions';
import { signedPoints } from '@/domain/signedPoints';
import { saliencyNotes } from '@/domain/table2/saliencyNotes';
import type { Spread, Table2, TableCell } from '@/domain/table2/table2';

const HEADINGS = { temporal_concat: 'temporal concat', late_fusion: 'late fusion' } as const satisfies Record<
  Fusion,
  string
>;

const percent = (value: number) => (value * 100).toFixed(1);

function scoreText({ mean, std, n }: Spread): string {
  return std === null ? percent(mean) : `${percent(mean)} +- ${percent(std)} (n=${n})`;
}

function differenceText(spread: Spread | null): string {
  if (!spread) return '';
  return ` [${signedPoints(spread.mean)}]`;
}

function cellText(cell: TableCell): string {
  if (cell.score) return `${scoreText(cell.score)}${differenceText(cell.difference)}`;
  return [...new Set(cell.seeds.map(({ state }) => state))].join(', ');
}

/** Table 2 as the paper lays it out: mAP in percent and, in brackets, the difference to Base; the paper's numbers beside it. */
export function formatTable({ rows }: Table2): string {
  const body = rows.map((row) => [
    `${row.label}${row.oracle ? ' (oracle)' : ''}`,
    ...fusionIds.flatMap((fusion) => [cellText(row.cells[fusion]), row.paper ? row.paper[fusion].toFixed(1) : '']),
  ]);
  const lines = [['', ...fusionIds.flatMap((fusion) => [HEADINGS[fusion], 'paper'])], ...body];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const drawn = lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    drawn[0],
    '-'.repeat(Math.max(...drawn.map((line) => line.length))),
    ...drawn.slice(1),
    ...saliencyNotes(rows),
  ].join('\n');
}
