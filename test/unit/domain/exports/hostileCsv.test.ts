import { spawnSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from '@/domain/csv';
import { tableExports } from '@/domain/tableExports';
import { printable } from '@/domain/text/textFault';
import { drawHostileNames, hostileName, hostileNames } from '@/test/support/hostileNames';
import { hostileTables } from '@/test/support/hostileTables';

const csvOf = (name: string) => tableExports.csv.write(hostileTables(name));
/** Characters that no text has are written out. */
const kept = (text: string) => printable(text, { lines: 'many' });
/** The text itself, without what guards it. */
const unguarded = (text: string) =>
  text.replace(
    /(?<=^|[;\t\r\n])'(?=[\s\p{Z}\p{Cf}"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B\u2212])|^'(?=[\t\r\n])/gu,
    '',
  );
const examples = hostileNames.map((name): [string] => [name]);

describe('names in CSV', () => {
  it('come back as they were, but for the guard', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const rows = parse(csvOf(name), { columns: true, relax_column_count: false }) as Record<string, string>[];
        const own = rows.find((row) => row.made_here === 'no');
        expect(unguarded(own?.row ?? '')).toBe(kept(name));
        expect(own).toMatchObject({ map_percent: '30.000', difference_points: '-20.000', missing_videos: '0' });
      }),
      { examples, numRuns: 300 },
    );
  });

  // Excel takes the separator of the country, and quotes only where a field begins with one; others take all separators there are.
  it.each([
    [[','], '"'],
    [[';'], null],
    [['\t'], null],
    [[',', ';', '\t'], '"'],
  ])('begin no formula where fields are separated by %j and quoted with %j', (delimiter, quote) => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const options = {
          delimiter,
          quote,
          relax_quotes: true,
          relax_column_count: true,
          record_delimiter: ['\r\n', '\n', '\r'],
        };
        for (const cell of (parse(csvOf(name), options) as string[][]).flat()) {
          if (/^-?\d+(\.\d+)?$/.test(cell)) continue;
          expect(cell).not.toMatch(/^[\s\p{Z}\p{Cf}"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212]/u);
          if (quote !== null) expect(cell).not.toMatch(/^[\t\r\n]/);
        }
      }),
      { examples, numRuns: 300 },
    );
  });

  it('are the same to another reader', () => {
    const texts = drawHostileNames(200).map(csvOf);
    const script = `
import csv, io, json, sys
print(json.dumps([list(csv.reader(io.StringIO(text, newline=''), strict=True)) for text in json.load(sys.stdin)]))`;
    const python = spawnSync('python3', ['-c', script], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    expect(python.stderr).toBe('');
    expect(JSON.parse(python.stdout)).toEqual(texts.map((text) => parse(text)));
  });

  it('are guarded where they look like numbers, and numbers are not', () => {
    expect(csvText([['-0.5', { number: '-0.5' }, '1,5', 'a;-b', 'a-b', "'=1"]])).toBe(
      `"'-0.5",-0.5,"1,5","a;'-b",a-b,"''=1"\r\n`,
    );
  });
});
