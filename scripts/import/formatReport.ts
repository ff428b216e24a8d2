import type { ScanResult } from '@/domain/importReport';
import { prepareClasses } from '@/domain/imports/prepareClasses';
import { type PreparedRow, prepareList } from '@/domain/imports/prepareList';
import { classesText, prepareReport } from '@/domain/imports/prepareReport';
import type { ListReading } from '@/domain/listReading';

/** The report of an import as a table for the terminal: a row a finding, a column a split. */
export function formatReport({ report, classes, notes, classOrder, lists }: ScanResult): string {
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
      : `  ${split}: ${classesText(
          emptyClasses,
          classes.map(({ name }) => name),
        )}`,
  );
  return [
    ...[drawn[0] ?? '', rule, ...drawn.slice(1)],
    ...(reasons.length === 0 ? [] : ['', 'Why videos cannot be used:', ...reasons]),
    ...(empty.length === 0 ? [] : ['', 'Classes without a video:', ...empty]),
    ...formatClasses(classes, classOrder),
    ...lists.flatMap(formatList),
    ...['', ...notes],
  ].join('\n');
}

function formatClasses(classes: ScanResult['classes'], order: string | null): string[] {
  const { first, last, left } = prepareClasses(classes);
  const line = ({ index, name }: { index: number; name: string }) => `  ${index} ${name}`;
  const between = left > 0 ? [`  (${left.toLocaleString('en-GB')} more)`] : [];
  return ['', 'Order of the classes:', ...first.map(line), ...between, ...last.map(line), ...(order ? [order] : [])];
}

function formatList(reading: ListReading): string[] {
  const { file, form, columns, first, last, left } = prepareList(reading);
  const row = (shown: PreparedRow) =>
    `  line ${shown.line}: ${shown.video} | ${shown.class} | ${shown.times} | ${shown.split}`;
  const between = left > 0 ? [`  (${left.toLocaleString('en-GB')} more)`] : [];
  const meanings = columns.map(({ name, meaning }) => `  ${name}: ${meaning}`);
  return ['', `${file}: ${form}`, ...meanings, ...first.map(row), ...between, ...last.map(row)];
}
