import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameOf } from '@/domain/names/fileName';
import { type TableExportId, tableExports, tableFileName } from '@/domain/tableExports';
import { hostileName, hostileNames } from '@/test/support/hostileNames';

const formats = Object.keys(tableExports) as TableExportId[];
const examples = hostileNames.map((name): [string] => [name]);

describe('the name of a file', () => {
  it('is one that every system takes and that hides nothing, whatever it is made of', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fovea-names-'));
    fc.assert(
      fc.property(hostileName, (name) => {
        const files = [
          ...formats.map((format) => tableFileName({ name }, format)),
          fileNameOf(name, { ending: '-attention_e_e-late_fusion-seed0.txt', otherwise: 'experiment' }),
        ];
        for (const file of files) {
          expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*\.[a-z]+$/u);
          expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./i);
          expect(file).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
          expect(file.normalize('NFC')).toBe(file);
          expect(Buffer.byteLength(file)).toBeLessThanOrEqual(143);
          writeFileSync(path.join(folder, file), '');
          expect(readdirSync(folder)).toContain(file);
        }
      }),
      { examples, numRuns: 300 },
    );
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['My net, 2nd try', 'my-net-2nd-try.csv'],
    ['../../etc/passwd', 'etc-passwd.csv'],
    ['CON', 'con-.csv'],
    ['\u202Egnp.exe', 'gnp-exe.csv'],
    ['实验一', '实验一.csv'],
    ['🎬', 'table2.csv'],
  ])('of %j is %j', (name, file) => {
    expect(tableFileName({ name }, 'csv')).toBe(file);
  });

  it('keeps beginning and end of what is too long, so that files differ where the names do', () => {
    const long = '界'.repeat(110);
    const [first, second] = [`${long}一`, `${long}二`].map((name) => tableFileName({ name }, 'json'));
    expect(first).toMatch(/^界+--界+一\.json$/);
    expect(second).not.toBe(first);
  });
});
