import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { readTruth } from '@/workers/ml/data/actionTruth';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { frameLabels, videoLabels } from '@/workers/ml/data/labels';

const header = 'id,subject,scene,quality,relevance,verified,script,objects,descriptions,actions,length';
const classes = Array.from({ length: 157 }, (_, k) => `c${String(k).padStart(3, '0')} Doing thing ${k}`).join('\r\n');
const train = [
  header,
  '46GP8,HR43,Kitchen,6,7,Yes,A person cooking on a stove.,food;stove;window,A person cooks food.,c092 11.90 21.20;c147 0.00 12.60,24.83',
  'N11GT,0KZ7,Stairs,,,Yes,"A person, tired, sits ""down"".",chair,"First; a, b;',
  'second line",c059 9.5 3.0,31.50',
  'KRF68,YA10,Bedroom,6,6,No,Nothing happens.,,,,17.00',
];
const test1 = [header, 'A1-_b,XXXX,Room,5,5,Yes,Text.,,,c156 1 40.2,30.96'];

function dataset(
  change: Partial<{ train: string[]; test: string[]; classes: string; eol: string; folder: string }> = {},
) {
  const root = temporaryFolder();
  const eol = change.eol ?? '\r\n';
  writeFileSync(path.join(root, 'Charades_v1_train.csv'), (change.train ?? train).join(eol) + eol);
  writeFileSync(path.join(root, 'Charades_v1_test.csv'), (change.test ?? test1).join(eol) + eol);
  writeFileSync(path.join(root, 'Charades_v1_classes.txt'), change.classes ?? classes);
  writeFileSync(path.join(root, 'Charades_v1_objectclasses.txt'), 'o000 None');
  writeFileSync(path.join(root, 'Charades_v1_verbclasses.txt'), 'v000 awaken');
  mkdirSync(path.join(root, change.folder ?? 'Charades_v1_480'));
  return root;
}

describe('readCharades', () => {
  test.each(['\r\n', '\n'])(
    'reads quoted commas, empty fields, empty actions and several lines (line end %j)',
    async (eol) => {
      const root = dataset({ eol });
      const data = await readCharades(root);
      expect(data.classes).toHaveLength(157);
      expect(data.classes[8]).toEqual({ id: 8, name: 'Doing thing 8' });
      expect(data.train).toMatchObject([
        {
          id: '46GP8',
          path: path.join(root, 'Charades_v1_480', '46GP8.mp4'),
          actions: [
            { class: 92, start: 11.9, end: 21.2 },
            { class: 147, start: 0, end: 12.6 },
          ],
          lengthSeconds: 24.83,
        },
        expect.objectContaining({ id: 'N11GT', actions: [{ class: 59, start: 9.5, end: 3 }] }),
        expect.objectContaining({ id: 'KRF68', actions: [], lengthSeconds: 17 }),
      ]);
      expect(data.test).toEqual([
        expect.objectContaining({ id: 'A1-_b', actions: [{ class: 156, start: 1, end: 40.2 }] }),
      ]);
    },
  );

  test('accepts a byte order mark', async () => {
    const data = await readCharades(dataset({ test: [`\uFEFF${test1[0]}`, test1[1]!] }));
    expect(data.test).toHaveLength(1);
  });

  test.each([
    ['a spreadsheet that made ; of ,', [header.replaceAll(',', ';'), 'a;b'], 1, 'header'],
    [
      'a spreadsheet that made , of ; in the actions',
      [...train, 'X,s,Room,5,5,Yes,t,,,c092 11.90 21.20,c147 0.00 12.60,24.83'],
      6,
      '',
    ],
    [
      'a quoted list with the wrong separator',
      [...train, 'X,s,Room,5,5,Yes,t,,,"c092 11.90 21.20,c147 0.00 12.60",24.83'],
      6,
      'c092 11.90',
    ],
    ['times with a decimal comma', [...train, 'X,s,Room,5,5,Yes,t,,,"c092 11,90 21,20",24.83'], 6, 'not an action'],
    ['a class that does not exist', [...train, 'X,s,Room,5,5,Yes,t,,,c157 1 2,24.83'], 6, '157 classes'],
    ['a length that is no number', [...train, 'X,s,Room,5,5,Yes,t,,,,long'], 6, 'length'],
    ['an empty length', [...train, 'X,s,Room,5,5,Yes,t,,,,'], 6, 'length'],
    ['an id that leaves the folder', [...train, '../x,s,Room,5,5,Yes,t,,,,1'], 6, 'video id'],
    ['a video listed twice', [...train, '46GP8,s,Room,5,5,Yes,t,,,,1'], 6, 'twice'],
    ['a quote that is never closed', [...train, 'X,s,Room,5,5,Yes,"t,,,,1'], 0, ''],
  ])('refuses %s and names file and line', async (_, rows, line, reason) => {
    const root = dataset({ train: rows, eol: '\n' });
    const where = path.join(root, 'Charades_v1_train.csv');
    const failure = await readCharades(root).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'dataset_invalid', message: expect.stringContaining(where) });
    if (line > 0) expect((failure as Error).message).toContain(`line ${line}:`);
    expect((failure as Error).message).toContain(reason);
  });

  test('refuses a video that is in both splits, and class lists with gaps', async () => {
    await expect(readCharades(dataset({ test: train }))).rejects.toThrow('both splits');
    await expect(readCharades(dataset({ classes: 'c000 A\nc002 B' }))).rejects.toThrow('line 2');
    await expect(readCharades(dataset({ classes: '' }))).rejects.toMatchObject({ code: 'dataset_invalid' });
  });

  test('says what is missing', async () => {
    const gone = path.join(temporaryFolder(), 'nothing');
    await expect(readCharades(gone)).rejects.toMatchObject({
      code: 'dataset_missing',
      message: expect.stringContaining(gone),
    });
    await expect(readCharades(dataset({ folder: 'elsewhere' }))).rejects.toThrow('no folder of videos');
    const root = dataset();
    rmSync(path.join(root, 'Charades_v1_test.csv'));
    await expect(readCharades(root)).rejects.toThrow('*_test.csv');
    writeFileSync(path.join(root, 'CharadesEgo_v1_train.csv'), header);
    await expect(readCharades(root)).rejects.toThrow('CharadesEgo_v1_train.csv and Charades_v1_train.csv');
  });

  test('knows no true centres where the data set brings none, and refuses broken ones', async () => {
    const root = dataset();
    expect(await readTruth(root)).toBeNull();
    writeFileSync(path.join(root, 'X_boxes.json'), '{"version":1,"fps":8,"videos":{"a":[{"class":0}]}}');
    await expect(readTruth(root)).rejects.toMatchObject({ code: 'dataset_invalid' });
  });
});

describe('labels', () => {
  const item = {
    actions: [
      { class: 2, start: 1, end: 2 },
      { class: 0, start: 1.5, end: 1.2 },
      { class: 1, start: 0, end: 9 },
      { class: 2, start: 1.75, end: 2.5 },
    ],
  };

  test('of frames are strict on both sides', () => {
    const labels = frameLabels({ item, times: [0, 0.5, 1, 1.5, 2, 2.25, 2.5], classes: 3 });
    expect([...labels]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]);
  });

  test('of videos count every listed class, whatever its times', () => {
    expect([...videoLabels(item, 4)]).toEqual([1, 1, 1, 0]);
  });
});
