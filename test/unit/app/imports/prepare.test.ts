import { describe, expect, it } from 'vitest';
import { prepareImport } from '@/app/_components/prepareImport';
import { prepareScanned } from '@/app/datasets/import/[id]/prepareScanned';
import { prepareStore } from '@/app/datasets/import/[id]/prepareStore';
import { emptyImport, importErrors, importInput } from '@/app/datasets/import/importValues';
import { headChoices } from '@/app/weights/import/headChoices';
import type { ImportReport, SplitReport } from '@/domain/importReport';
import { prepareMapping } from '@/domain/imports/prepareMapping';
import { listTitle, prepareReport } from '@/domain/imports/prepareReport';
import { scanFindings } from '@/domain/scanFindings';
import type { WeightsReport } from '@/domain/weightsReport';

const split = (changes: Partial<SplitReport>): SplitReport => ({
  ...{ split: 'train', videos: 0, findings: {}, seconds: 0, actions: 0, actionsAfterEnd: 0, emptyClasses: [] },
  ...changes,
});
const report: ImportReport = {
  splits: [
    split({
      videos: 7985,
      findings: { labelled: 7811, unlabelled: 174, missing: 2 },
      seconds: 239_000,
      actions: 49_809,
      actionsAfterEnd: 14_596,
    }),
    split({ split: 'test', videos: 1863, findings: { labelled: 1814, unlabelled: 49 }, seconds: 56_000 }),
  ],
  reasons: [],
};

describe('the rows of a report', () => {
  const rows = prepareReport(report);
  const rowOf = (label: string) => rows.find((row) => row.label === label);

  it('lead to the videos behind every count but zero', () => {
    expect(rowOf('Videos')?.cells).toEqual([
      { text: '7,985', listed: true },
      { text: '1,863', listed: true },
    ]);
    expect(rowOf('Missing')).toMatchObject({
      tone: 'warning',
      cells: [
        { text: '2', listed: true },
        { text: '0', listed: false },
      ],
    });
    expect(rowOf('Not decodable')?.tone).toBe('plain');
    expect(rowOf('Labelled intervals')?.cells[0]?.text).toBe('49,809, 29 % beyond the end');
  });

  it('hold every finding once', () => {
    const shown = rows.flatMap(({ finding }) => (finding === null || finding === 'all' ? [] : [finding]));
    expect([...shown].sort()).toEqual([...scanFindings].sort());
  });

  it('are named in the title of the list', () => {
    expect(listTitle('test', 'all')).toBe('Test videos');
    expect(listTitle('train', 'missing')).toBe('Training videos: missing');
  });
});

describe('storing an import', () => {
  it('adds, updates, or says why it cannot', () => {
    expect(prepareStore(null, report)).toEqual({ label: 'Add dataset', hindrance: null, note: null });
    const known = { name: 'Charades', experiments: 2, openRuns: 0 };
    expect(prepareStore(known, report)).toMatchObject({
      label: 'Update Charades',
      hindrance: null,
      note: expect.stringContaining('2 experiments use it'),
    });
    expect(prepareStore({ ...known, openRuns: 1 }, report).hindrance).toContain('1 run is on Charades');
    const useless = { ...report, splits: [split({ videos: 2, findings: { missing: 1, undecodable: 1 } })] };
    expect(prepareStore(null, useless).hindrance).toContain('No training video can be used');
  });
});

describe('a line of the list', () => {
  it('says what is known of a video', () => {
    const scan = {
      state: 'ok' as const,
      frames: 899,
      height: 480,
      width: 854,
      durationSeconds: 30,
      frameRate: 29.97,
      remarks: ['2 frames are damaged'],
    };
    const actions = [
      { class: 1, start: 0, end: 1 },
      { class: 1, start: 2, end: 3 },
    ];
    expect(prepareScanned({ actions, lengthSeconds: 31, scan }, ['a', 'b'])).toEqual({
      ...{ state: 'usable', note: '2 frames are damaged', size: '854 x 480 px', frames: '899 (29.97 fps)' },
      ...{ length: '30.0 s', csvLength: '31.0 s', labels: 'b' },
    });
    const missing = { state: 'missing' as const, message: 'not there' };
    expect(prepareScanned({ actions: [], lengthSeconds: null, scan: missing }, [])).toMatchObject({
      state: 'missing',
      note: 'not there',
      size: '–',
      labels: 'none',
    });
  });
});

describe('a job in words', () => {
  const job = { status: 'RUNNING' as const, done: 1200, total: 9848, etaSeconds: 1290 };
  it('says how far it is and how long it takes', () => {
    expect(prepareImport(job, 'videos read')).toEqual({
      percent: 12,
      words: '1,200 of 9,848 videos read · about 21 min 30 s left',
    });
    expect(prepareImport({ ...job, cancelRequestedAt: new Date(), etaSeconds: null }, 'videos read').words).toContain(
      'stopping',
    );
    expect(prepareImport({ status: 'QUEUED', done: 0, total: 0, etaSeconds: null }, 'videos')).toEqual({
      percent: null,
      words: 'waits for a worker',
    });
  });
});

describe('the form of an import', () => {
  it('sends the annotation files of its layout only', () => {
    const annotations = { train: ' ', test: 'x/test.csv', classes: '', csv: 'own.csv' };
    const values = { ...emptyImport, root: '/data', annotations };
    expect(importInput(values).annotations).toEqual({ test: 'x/test.csv' });
    expect(importInput({ ...values, layout: 'folder' }).annotations).toEqual({ csv: 'own.csv' });
  });

  it('says at the field what is missing', () => {
    expect(importErrors(emptyImport)).toMatchObject({ root: 'Give a path.' });
    expect(importErrors({ ...emptyImport, root: 'data', slug: 'A b' })).toMatchObject({
      root: expect.stringContaining('from /'),
      slug: expect.stringContaining('small letters'),
    });
    expect(importErrors({ ...emptyImport, root: '/data', layout: 'folder' })).toHaveProperty(['annotations.csv']);
  });
});

describe('the report of imported weights', () => {
  const mapping: WeightsReport = {
    ...{
      format: 'torch_zip',
      backbone: 'resnet50_i3d',
      classes: null,
      used: ['conv1.weight'],
      missing: ['bn1.bias'],
      arrays: 3,
      bytes: 9,
    },
    ...{
      ignored: [{ name: 'module.x', reason: 'unknown' }],
      ...{ unreadable: [], objects: [], remarks: [], networks: [], moreIgnored: 0 },
      wrongShape: [{ name: 'fc.bias', found: [400], wanted: [157] }],
      badValues: [],
    },
    ...{ inflated: true, headReplaced: { from: 400, to: 157 }, prefix: 'module.' },
  };

  it('says in sentences what was done, and lists what hinders first', () => {
    const { sentences, groups } = prepareMapping(mapping);
    expect(sentences.join(' ')).toMatch(
      /1 of the 3 arrays.*"module\.".*network for images.*400 classes instead of 157/,
    );
    expect(groups.map(({ title, bad }) => [title, bad])).toEqual([
      ['Missing', true],
      ['Of another shape', true],
      ['Ignored', false],
      ['Used', false],
    ]);
    expect(groups[1]?.items).toEqual(['fc.bias: 400 instead of 157']);
  });

  it('offers the heads of the datasets, and that of Charades', () => {
    const choices = headChoices(
      [
        { name: 'Mine', classes: 8 },
        { name: 'Yours', classes: 8 },
      ],
      12,
    );
    expect(choices.map(({ label }) => label)).toEqual([
      'as in the file',
      '8 classes (Mine, Yours)',
      '12 classes',
      '157 classes (Charades)',
    ]);
  });
});
