import { prepareReport } from '@/app/datasets/import/[id]/prepareReport';
import type { ScanResult } from '@/domain/importReport';

/** The report of an import as a table for the terminal: a row a finding, a column a split. */
export function formatReport({ report, classes, notes }: ScanResult): string {
  const head = [`${classes.length} classes`, ...report.splits.map(({ split }) => split)];
  const rows = prepareReport(report).map(({ label, tone, cells }) => [
    `${tone === 'warning' ? '! ' : '  '}${label}`,
    ...cells.map(({ text }) => text),
  ]);
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const drawn = lines.map((line) =>
    line
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const rule = '-'.repeat(Math.max(...drawn.map((line) => line.length)));
  const reasons = report.reasons.map(({ reason, videos }) => `  ${videos} x ${reason}`);
  const empty = report.splits.flatMap(({ split, emptyClasses }) =>
    emptyClasses.length === 0
      ? []
      : `  ${split}: ${emptyClasses.map((index) => classes[index]?.name ?? `class ${index}`).join(', ')}`,
  );
  return [
    ...[drawn[0] ?? '', rule, ...drawn.slice(1)],
    ...(reasons.length === 0 ? [] : ['', 'Why videos cannot be used:', ...reasons]),
    ...(empty.length === 0 ? [] : ['', 'Classes without a video:', ...empty]),
    ...['', ...notes],
  ].join('\n');
}
