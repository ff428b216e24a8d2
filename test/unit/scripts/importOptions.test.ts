import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slugOf } from '@/domain/names/slug';
import { formatReport } from '@/scripts/import/formatReport';
import { parseImportOptions } from '@/scripts/import/importOptions';
import { temporaryFolder } from '@/test/support/temporaryFolder';

describe('npm run import', () => {
  it('takes paths from where it was typed, and makes the names of the folder', () => {
    const folder = temporaryFolder();
    const { input, yes } = parseImportOptions(['My Videos', '--csv', 'labels.csv', '--yes'], folder);
    expect(input).toEqual({
      ...{ root: join(folder, 'My Videos'), name: 'My Videos', slug: 'my-videos', layout: 'folder' },
      annotations: { csv: join(folder, 'labels.csv') },
    });
    expect(yes).toBe(true);
  });

  it.each(['厨房里的视频', 'キッチン', 'Кухня', 'مطبخ', '🎬'])('has a short name for %s', (name) => {
    const { input } = parseImportOptions(['/videos', '--name', name], '/');
    expect(input.slug).toBe(slugOf(name));
    expect(parseImportOptions([`/videos/${name}`], '/').input).toMatchObject({ name, slug: input.slug });
  });

  it('sees from a folder whether it holds frames or videos', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'Charades_v1_rgb'));
    expect(parseImportOptions([folder], '/').input.layout).toBe('charades_frames');
    mkdirSync(join(folder, 'Charades_v1_480'));
    expect(parseImportOptions([folder], '/').input.layout).toBe('charades');
  });

  it.each([
    [[], /Name one folder/],
    [['a', 'b'], /Name one folder/],
    [['a', '--layout', 'zip'], /no layout "zip"/],
    [['a', '--colour'], /colour/],
    [['a', '--slug', 'A B'], /--slug: Use small letters/],
    [['a', '--name', 'x'.repeat(121)], /--name: The name has at most 120 characters/],
    [[`/${'x'.repeat(121)}`], /--name: /],
    [['a', '--name', 'a\u001Bb'], /--name: /],
    [['a', '--layout', 'folder'], /--csv: /],
  ])('refuses %j and shows what can be said', (args, message) => {
    expect(() => parseImportOptions(args, '/')).toThrow(message);
    expect(() => parseImportOptions(args, '/')).toThrow(/npm run import -- FOLDER/);
  });
});

describe('the report in the terminal', () => {
  it('is a table with a line a finding, then reasons, empty classes and notes', () => {
    const split = {
      videos: 3,
      findings: { labelled: 3, missing: 1 },
      seconds: 20,
      actions: 3,
      actionsAfterEnd: 0,
      emptyClasses: [],
    };
    const text = formatReport({
      ...{ classes: [{ id: 'c000', name: 'walking' }], notes: ['Videos are read from /v.'], datasetId: null },
      ...{ classOrder: 'By name.', lists: [] },
      report: {
        splits: [
          { ...split, split: 'train' },
          { ...split, split: 'test', emptyClasses: [0] },
        ],
        reasons: [{ reason: 'The file is missing.', videos: 2 }],
      },
    });
    expect(text).toMatch(/^1 classes +train +test\n-+\n {2}Videos +3 +3\n/);
    expect(text).toMatch(/\n! Missing +1 +1\n/);
    expect(text).toContain('  2 x The file is missing.');
    expect(text).toContain('  test: walking');
    expect(text.split('\n').at(-1)).toBe('Videos are read from /v.');
  });
});
