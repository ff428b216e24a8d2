import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listScanned } from '@/server/imports/listScanned';
import { makeCharadesFolder, makeVideo } from '@/test/support/charadesFolder';
import { createScanLab } from '@/test/support/scanLab';
import { temporaryFolder } from '@/test/support/temporaryFolder';

let scans: Awaited<ReturnType<typeof createScanLab>>;

beforeAll(async () => {
  scans = await createScanLab();
});
afterAll(() => scans.lab.close());

describe('reading many videos', () => {
  it('writes down every one of them, however the readers meet', async () => {
    const root = temporaryFolder();
    const text = { actions: 'c000 0.00 0.50', length: 1, frames: 0 };
    const train = Array.from({ length: 1500 }, (_, k) => ({ id: `V${k}`, ...text }));
    makeCharadesFolder(root, { train, test: [{ id: 'T0', ...text }] });
    for (const { id } of [...train, { id: 'T0' }])
      writeFileSync(join(root, 'Charades_v1_480', `${id}.mp4`), 'no video');
    const taskId = await scans.start(root);
    const { report } = await scans.scanned(taskId);
    expect(report.splits.map(({ findings }) => findings.undecodable)).toEqual([1500, 1]);
    expect(await scans.lab.db.scannedVideo.count({ where: { taskId, findings: { isEmpty: true } } })).toBe(0);
  });
});

describe('reading own videos', () => {
  const video = (root: string, name: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    makeVideo(join(root, name), {});
  };
  const csv = (root: string, text: string) => {
    writeFileSync(join(root, 'labels.csv'), text);
    return scans.start(root, { layout: 'folder', annotations: { csv: 'labels.csv' } });
  };

  it('takes names with and without ending, subfolders, quotes, CRLF, a byte order mark and open times', async () => {
    const root = temporaryFolder();
    for (const name of ['one.mp4', 'kitchen/two, or more.mkv', 'kitchen/one.mp4', 'four.avi', 'five.mp4'])
      video(root, name);
    symlinkSync(join(root, 'five.mp4'), join(root, 'six.mp4'));
    const taskId = await csv(
      root,
      '\uFEFFclass,video,end,start,split\r\n"Cutting, bread",one,0.8,0.2,train\r\nWashing,./one.mp4,,0.5,\r\n' +
        '"Washing","kitchen/two, or more",,,TEST\r\n,kitchen/one.mp4,,,train\r\nWashing,four,1,,train\r\nCutting\u0020,six,,,test\r\n',
    );
    const { classes, report, notes } = await scans.scanned(taskId);
    expect(classes.map(({ name }) => name)).toEqual(['Cutting', 'Cutting, bread', 'Washing']);
    expect(report.splits.map(({ videos }) => videos)).toEqual([3, 2]);
    expect(report.splits[0]?.findings).toMatchObject({ labelled: 2, unlabelled: 1 });
    expect(report.splits[0]?.findings.actions_after_end).toBeUndefined();
    expect(report.reasons).toEqual([]);
    expect(notes.join(' ')).toContain('column split');
    const train = await listScanned(scans.lab.db, { taskId, split: 'train', finding: null, after: null, limit: 9 });
    expect(train.items.map(({ videoId, actions }) => [videoId, actions])).toEqual([
      [
        'one',
        [
          { class: 1, start: 0.2, end: 0.8 },
          { class: 2, start: 0.5, end: 1_000_000 },
        ],
      ],
      ['kitchen_one', []],
      ['four', [{ class: 2, start: -1, end: 1 }]],
    ]);
    expect(await scans.namesOf(taskId, 'test', null)).toEqual(['kitchen_two_or_more', 'six']);
  });

  it('splits by itself where nobody says how, the same way every time, and says so', async () => {
    const root = temporaryFolder();
    const names = Array.from({ length: 10 }, (_, k) => `v${k}`);
    for (const name of names) video(root, `${name}.mp4`);
    const lines = names.map((name, k) => `${name},class ${k % 2},,`);
    const first = await csv(root, lines.join('\n'));
    const { report, notes } = await scans.scanned(first);
    expect(report.splits.map(({ videos }) => videos)).toEqual([8, 2]);
    expect(notes.join(' ')).toContain('2 videos (a fifth)');
    const second = await csv(root, [...lines].reverse().join('\n'));
    await scans.scanned(second);
    expect((await scans.namesOf(second, 'test', null)).sort()).toEqual(
      (await scans.namesOf(first, 'test', null)).sort(),
    );
  });

  it('says what a list was taken for, in what order its classes stand, and shows nothing of a file that is none', async () => {
    const root = temporaryFolder();
    for (const name of ['a.mp4', 'b.mp4']) video(root, name);
    const { lists, classOrder, classes } = await scans.scanned(await csv(root, 'path;label;who\na;10;x\nb;9;y\n'));
    expect(classes.map(({ name }) => name)).toEqual(['9', '10']);
    expect(classOrder).toMatch(/whole numbers/);
    expect(lists).toMatchObject([
      {
        ...{ delimiter: 'semicolon', header: true, rows: 2 },
        columns: [{ meaning: 'video' }, { meaning: 'class' }, { name: 'who', meaning: null }],
        first: [
          { line: 2, video: 'a.mp4', class: '10', index: 1 },
          { line: 3, video: 'b.mp4', class: '9', index: 0 },
        ],
      },
    ]);
    const passwd = await scans.ended(
      await scans.start(root, { layout: 'folder', annotations: { csv: '/etc/passwd' } }),
    );
    expect(passwd).toMatchObject({ status: 'FAILED', statusCode: 'dataset_invalid', result: null });
    expect(passwd.statusMessage).not.toMatch(/root:|nobody/);
    expect(await scans.lab.db.scannedVideo.count({ where: { taskId: passwd.id } })).toBe(0);
  });

  it.each([
    ['../x.mp4,walking', /line 1: "\.\.\/x\.mp4" is not a path inside the folder/],
    ['a.mp4,walking\n/etc/passwd,walking', /line 2: "\/etc\/passwd" is not a path inside/],
    ['a.mp4,walking\na\0b,walking', /line 2: a NUL/],
    ['a.mp4,walking,1,zwei', /line 1: "zwei" is not a time/],
    ['a.mp4,walking,3,2', /line 1: it ends at 2 s, but starts at 3 s/],
    ['video,label\na.mp4,walking,x', /line 2: 3 fields where 2 are expected/],
    ['a.mp4,walking,0,1,validation', /line 1: the split is "validation"/],
    ['a.mp4,', /names no class/],
    ['video,class\n', /names no video/],
    ['a.mp4,"walking', /line 1/],
  ])('refuses %j with file and line', async (text, message) => {
    const root = temporaryFolder();
    video(root, 'a.mp4');
    const job = await scans.ended(await csv(root, text));
    expect(job).toMatchObject({
      status: 'FAILED',
      statusCode: 'dataset_invalid',
      statusMessage: expect.stringMatching(message),
    });
    expect(job.statusMessage).toContain('labels.csv');
  });
});

describe('names in other scripts', () => {
  const own = ['厨房 (1).mp4', 'Кухня/Вид 2.mp4', 'مطبخ.mp4', 'cafe\u0301.mp4'];
  const ids = ['厨房_1_', 'Кухня_Вид_2', 'مطبخ', 'caf\u00e9'];

  it('are the ids of own videos, and Charades may have them, composed or not', async () => {
    const folder = temporaryFolder();
    for (const file of own) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      makeVideo(join(folder, file), {});
    }
    writeFileSync(join(folder, 'labels.csv'), own.map((file) => `${file},打开,0,1\n`).join(''));
    const taskId = await scans.start(folder, { layout: 'folder', annotations: { csv: 'labels.csv' } });
    const { report, classes } = await scans.scanned(taskId);
    expect(classes.map(({ name }) => name)).toEqual(['打开']);
    expect(report.reasons).toEqual([]);
    const found = [...(await scans.namesOf(taskId, 'train', null)), ...(await scans.namesOf(taskId, 'test', null))];
    expect(found.sort()).toEqual([...ids].sort());

    const root = temporaryFolder();
    const video = (id: string) => ({ id, actions: 'c000 0.00 0.50', length: 1.2 });
    makeCharadesFolder(root, { train: ['厨房', 'cafe\u0301'].map(video), test: [video('кухня')] });
    const charades = await scans.start(root);
    expect((await scans.scanned(charades)).report.reasons).toEqual([]);
    expect((await scans.namesOf(charades, 'train', null)).sort()).toEqual(['caf\u00e9', '厨房'].sort());
  });
});
