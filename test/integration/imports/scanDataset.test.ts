import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScanResult, scanResultSchema } from '@/domain/importReport';
import { listScanned } from '@/server/imports/listScanned';
import { createJob, type NewJob } from '@/server/jobs/createJob';
import { makeCharadesFolder, makeVideo } from '@/test/support/charadesFolder';
import { createLab, type Lab } from '@/test/support/createLab';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { waitUntil } from '@/test/support/waitUntil';

let lab: Lab;

beforeAll(async () => {
  lab = await createLab();
  lab.startSupervisor({ slots: 1 });
});
afterAll(() => lab.close());

type ScanInput = Extract<NewJob, { kind: 'scan_dataset' }>['input'];
const start = (root: string, changes: Partial<ScanInput> = {}) =>
  createJob(lab.db, {
    kind: 'scan_dataset',
    title: 'Import',
    input: { name: 'Mine', slug: 'mine', layout: 'charades', root, ...changes },
  });
const ended = (id: string) =>
  waitUntil(`job ${id} ended`, async () => {
    const job = await lab.db.job.findUniqueOrThrow({ where: { id } });
    return job.finishedAt !== null && job;
  });
async function scanned(id: string): Promise<ScanResult> {
  const job = await ended(id);
  if (job.status !== 'SUCCEEDED') throw new Error(job.message ?? job.status);
  return scanResultSchema.parse(job.result);
}
const namesOf = async (jobId: string, split: string, finding: Parameters<typeof listScanned>[1]['finding']) =>
  (await listScanned(lab.db, { jobId, split, finding, after: null, limit: 50 })).items.map(({ videoId }) => videoId);

describe('reading a folder of Charades', () => {
  it('counts what is usable, missing, undecodable, unlabelled, too short and at odds with the CSV', async () => {
    const root = temporaryFolder();
    makeCharadesFolder(root, {
      train: [
        { id: 'GOOD1', actions: 'c000 0.00 0.50;c001 0.20 1.10;c000 0.80 1.00', length: 1.2 },
        { id: 'LONG1', actions: 'c001 0.00 9.00', length: 5.5 },
        { id: 'TALL1', actions: 'c000 0.40 0.10', length: 1.2, size: { height: 260, width: 300 }, frames: 12 },
        { id: 'NONE1', actions: '', length: 1.2 },
        { id: 'GONE1', actions: 'c000 0.00 0.50', length: 1.2, frames: 0 },
      ],
      test: [
        { id: 'TEXT1', actions: 'c000 0.00 0.50', length: 1.2, frames: 0 },
        { id: 'TEST1', actions: 'c000 0.00 0.50', length: 1.2 },
      ],
    });
    writeFileSync(join(root, 'Charades_v1_480', 'TEXT1.mp4'), 'not a video at all');
    const jobId = await start(root);
    const { report, classes, notes, datasetId } = await scanned(jobId);
    expect(classes).toEqual([
      { id: 'c000', name: 'Holding a cup' },
      { id: 'c001', name: 'Opening a door' },
    ]);
    expect(datasetId).toBeNull();
    expect(notes[0]).toContain(join(root, 'Charades_v1_480'));
    const [train, test] = report.splits;
    expect(train).toMatchObject({
      ...{ split: 'train', videos: 5, actions: 6, actionsAfterEnd: 1, emptyClasses: [] },
      findings: {
        ...{ labelled: 4, unlabelled: 1, missing: 1, length_differs: 1, actions_after_end: 1, backward_actions: 1 },
        ...{ 'too_short:resnet50_i3d': 4, 'too_low:resnet50_i3d': 3, 'too_low:micro_i3d': 3 },
      },
    });
    expect(train?.findings['too_short:micro_i3d']).toBeUndefined();
    expect(train?.seconds).toBeCloseTo(4 * 1.2, 1);
    expect(test).toMatchObject({ videos: 2, emptyClasses: [1], findings: { labelled: 2, undecodable: 1 } });
    expect(report.reasons).toHaveLength(2);
    expect(JSON.stringify(report.reasons)).not.toContain(root);
    expect(await namesOf(jobId, 'train', 'missing')).toEqual(['GONE1']);
    expect(await namesOf(jobId, 'train', 'length_differs')).toEqual(['LONG1']);
    expect(await namesOf(jobId, 'test', 'undecodable')).toEqual(['TEXT1']);
    expect(await namesOf(jobId, 'train', null)).toEqual(['GOOD1', 'LONG1', 'TALL1', 'NONE1', 'GONE1']);
    expect(await lab.db.dataset.count({ where: { slug: 'mine' } })).toBe(0);
  });

  it('never opens what is no file: a pipe is a missing video, a link to a video is one', async () => {
    const root = temporaryFolder();
    const label = { actions: 'c000 0.00 0.50', length: 1.2 };
    makeCharadesFolder(root, {
      train: [
        { id: 'REAL1', ...label },
        { id: 'PIPE1', ...label, frames: 0 },
        { id: 'PIPE2', ...label, frames: 0 },
      ],
      test: [{ id: 'LINK1', ...label, frames: 0 }],
    });
    const place = (name: string) => join(root, 'Charades_v1_480', name);
    expect(spawnSync('mkfifo', [place('PIPE1.mp4'), join(root, 'pipe')]).status).toBe(0);
    symlinkSync(join(root, 'pipe'), place('PIPE2.mp4'));
    symlinkSync(place('REAL1.mp4'), place('LINK1.mkv'));
    const { report } = await scanned(await start(root));
    expect(report.splits.map(({ findings }) => [findings.labelled, findings.missing])).toEqual([
      [3, 2],
      [1, undefined],
    ]);
  });

  it('takes extracted frames', async () => {
    const root = temporaryFolder();
    makeCharadesFolder(root, {
      train: [{ id: 'AAAAA', actions: 'c000 0.00 1.00', length: 1, frames: 0 }],
      test: [{ id: 'BBBBB', actions: 'c001 0.00 1.00', length: 1, frames: 0 }],
    });
    const sharp = (await import('sharp')).default;
    for (const id of ['AAAAA', 'BBBBB']) {
      const folder = join(root, 'Charades_v1_rgb', id);
      mkdirSync(folder, { recursive: true });
      const picture = sharp({ create: { width: 320, height: 180, channels: 3, background: 'teal' } }).jpeg();
      for (let k = 1; k <= 24; k++)
        await picture.clone().toFile(join(folder, `${id}-${String(k).padStart(6, '0')}.jpg`));
    }
    const { report } = await scanned(await start(root, { layout: 'charades_frames' }));
    expect(report.splits[0]).toMatchObject({ videos: 1, seconds: 1, findings: { 'too_low:resnet50_i3d': 1 } });
  });

  it.each([
    ['a class that does not exist', (csv: string) => csv.replace('c000', 'c009'), /_train\.csv, line 2: class 9/],
    ['a line cut short', (csv: string) => `${csv}BROKEN,1,2\r\n`, /_train\.csv, line 3/],
    [
      'an id that leads out of the folder',
      (csv: string) => csv.replace('AAAAA', '../x'),
      /line 2: "\.\.\/x" is not a video id/,
    ],
    ['another header', (csv: string) => csv.replace('subject', 'person'), /line 1: the header has no column "subject"/],
    ['a length that is none', (csv: string) => csv.replace(/,1\r\n/, ',long\r\n'), /line 2: "long" is not a length/],
  ])('refuses %s with file and line, and stores nothing', async (_, spoil, message) => {
    const root = temporaryFolder();
    makeCharadesFolder(root, {
      train: [{ id: 'AAAAA', actions: 'c000 0.00 1.00', length: 1 }],
      test: [{ id: 'BBBBB', actions: 'c001 0.00 1.00', length: 1 }],
    });
    const { readFileSync } = await import('node:fs');
    const file = join(root, 'Charades', 'Charades_v1_train.csv');
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    const job = await ended(await start(root));
    expect(job).toMatchObject({ status: 'FAILED', code: 'dataset_invalid', message: expect.stringMatching(message) });
    expect(await lab.db.scannedVideo.count({ where: { jobId: job.id } })).toBe(0);
  });

  it('takes more and moved columns, and says what it read', async () => {
    const root = temporaryFolder();
    makeCharadesFolder(root, {
      train: [{ id: 'AAAAA', actions: 'c000 0.00 1.00', length: 1 }],
      test: [{ id: 'BBBBB', actions: 'c001 0.00 1.00', length: 1 }],
    });
    const { readFileSync } = await import('node:fs');
    const file = join(root, 'Charades', 'Charades_v1_train.csv');
    const [header = '', row = ''] = readFileSync(file, 'utf8').split('\r\n');
    writeFileSync(file, `egocentric,${header}\r\nNo,${row}\r\n`);
    const { lists, classOrder, report } = await scanned(await start(root));
    expect(report.splits.map(({ videos }) => videos)).toEqual([1, 1]);
    expect(classOrder).toContain('Charades_v1_classes.txt');
    expect(lists[0]?.columns.filter(({ meaning }) => meaning !== null)).toEqual([
      { name: 'id', meaning: 'video' },
      { name: 'actions', meaning: 'actions' },
      { name: 'length', meaning: 'length' },
    ]);
    expect(lists[0]?.first).toMatchObject([{ line: 2, video: 'AAAAA', class: 'Holding a cup', index: 0 }]);
  });

  it('follows symbolic links to annotation files within the folder, and none that leads out of it', async () => {
    const root = temporaryFolder();
    makeCharadesFolder(root, {
      train: [{ id: 'AAAAA', actions: 'c000 0.00 1.00', length: 1 }],
      test: [{ id: 'BBBBB', actions: 'c001 0.00 1.00', length: 1 }],
    });
    const file = join(root, 'Charades', 'Charades_v1_train.csv');
    mkdirSync(join(root, 'kept', 'deep'), { recursive: true });
    renameSync(file, join(root, 'kept', 'deep', 'a.csv'));
    symlinkSync('../kept/deep/a.csv', file);
    expect((await scanned(await start(root))).report.splits[0]?.videos).toBe(1);
    const outside = join(temporaryFolder(), 'somebody_elses.csv');
    renameSync(join(root, 'kept', 'deep', 'a.csv'), outside);
    rmSync(file);
    symlinkSync(outside, file);
    const refused = await ended(await start(root));
    expect(refused.message).toMatch(/Charades_v1_train\.csv is a symbolic link that leads out of/);
    expect(refused.message).not.toMatch(/somebody|AAAAA/);
    expect((await scanned(await start(root, { annotations: { train: file } }))).report.splits[0]?.videos).toBe(1);
  });

  it('names the machine where the folder does not exist', async () => {
    const job = await ended(await start('/nowhere/at all'));
    expect(job).toMatchObject({ status: 'FAILED', code: 'dataset_missing' });
    expect(job.message).toMatch(/There is no folder \/nowhere\/at all on .+ the machine of the worker/);
  });

  it('says where it looked when no video of the CSVs is there', async () => {
    const root = temporaryFolder();
    const gone = { actions: 'c000 0.00 1.00', length: 1, frames: 0 };
    makeCharadesFolder(root, { train: [{ id: 'AAAAA', ...gone }], test: [{ id: 'BBBBB', ...gone }] });
    expect((await ended(await start(root))).message).toMatch(/None of the 2 videos .*AAAAA\.mp4/);
  });
});

describe('reading many videos', () => {
  it('writes down every one of them, however the readers meet', async () => {
    const root = temporaryFolder();
    const text = { actions: 'c000 0.00 0.50', length: 1, frames: 0 };
    const train = Array.from({ length: 1500 }, (_, k) => ({ id: `V${k}`, ...text }));
    makeCharadesFolder(root, { train, test: [{ id: 'T0', ...text }] });
    for (const { id } of [...train, { id: 'T0' }])
      writeFileSync(join(root, 'Charades_v1_480', `${id}.mp4`), 'no video');
    const jobId = await start(root);
    const { report } = await scanned(jobId);
    expect(report.splits.map(({ findings }) => findings.undecodable)).toEqual([1500, 1]);
    expect(await lab.db.scannedVideo.count({ where: { jobId, findings: { isEmpty: true } } })).toBe(0);
  });
});

describe('reading own videos', () => {
  const video = (root: string, name: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    makeVideo(join(root, name), {});
  };
  const csv = (root: string, text: string) => {
    writeFileSync(join(root, 'labels.csv'), text);
    return start(root, { layout: 'folder', annotations: { csv: 'labels.csv' } });
  };

  it('takes names with and without ending, subfolders, quotes, CRLF, a byte order mark and open times', async () => {
    const root = temporaryFolder();
    for (const name of ['one.mp4', 'kitchen/two, or more.mkv', 'kitchen/one.mp4', 'four.avi', 'five.mp4'])
      video(root, name);
    symlinkSync(join(root, 'five.mp4'), join(root, 'six.mp4'));
    const jobId = await csv(
      root,
      '\uFEFFclass,video,end,start,split\r\n"Cutting, bread",one,0.8,0.2,train\r\nWashing,./one.mp4,,0.5,\r\n' +
        '"Washing","kitchen/two, or more",,,TEST\r\n,kitchen/one.mp4,,,train\r\nWashing,four,1,,train\r\nCutting\u0020,six,,,test\r\n',
    );
    const { classes, report, notes } = await scanned(jobId);
    expect(classes.map(({ name }) => name)).toEqual(['Cutting', 'Cutting, bread', 'Washing']);
    expect(report.splits.map(({ videos }) => videos)).toEqual([3, 2]);
    expect(report.splits[0]?.findings).toMatchObject({ labelled: 2, unlabelled: 1 });
    expect(report.splits[0]?.findings.actions_after_end).toBeUndefined();
    expect(report.reasons).toEqual([]);
    expect(notes.join(' ')).toContain('column split');
    const train = await listScanned(lab.db, { jobId, split: 'train', finding: null, after: null, limit: 9 });
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
    expect(await namesOf(jobId, 'test', null)).toEqual(['kitchen_two_or_more', 'six']);
  });

  it('splits by itself where nobody says how, the same way every time, and says so', async () => {
    const root = temporaryFolder();
    const names = Array.from({ length: 10 }, (_, k) => `v${k}`);
    for (const name of names) video(root, `${name}.mp4`);
    const lines = names.map((name, k) => `${name},class ${k % 2},,`);
    const first = await csv(root, lines.join('\n'));
    const { report, notes } = await scanned(first);
    expect(report.splits.map(({ videos }) => videos)).toEqual([8, 2]);
    expect(notes.join(' ')).toContain('2 videos (a fifth)');
    const second = await csv(root, [...lines].reverse().join('\n'));
    await scanned(second);
    expect((await namesOf(second, 'test', null)).sort()).toEqual((await namesOf(first, 'test', null)).sort());
  });

  it('says what a list was taken for, in what order its classes stand, and shows nothing of a file that is none', async () => {
    const root = temporaryFolder();
    for (const name of ['a.mp4', 'b.mp4']) video(root, name);
    const { lists, classOrder, classes } = await scanned(await csv(root, 'path;label;who\na;10;x\nb;9;y\n'));
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
    const passwd = await ended(await start(root, { layout: 'folder', annotations: { csv: '/etc/passwd' } }));
    expect(passwd).toMatchObject({ status: 'FAILED', code: 'dataset_invalid', result: null });
    expect(passwd.message).not.toMatch(/root:|nobody/);
    expect(await lab.db.scannedVideo.count({ where: { jobId: passwd.id } })).toBe(0);
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
    const job = await ended(await csv(root, text));
    expect(job).toMatchObject({ status: 'FAILED', code: 'dataset_invalid', message: expect.stringMatching(message) });
    expect(job.message).toContain('labels.csv');
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
    const jobId = await start(folder, { layout: 'folder', annotations: { csv: 'labels.csv' } });
    const { report, classes } = await scanned(jobId);
    expect(classes.map(({ name }) => name)).toEqual(['打开']);
    expect(report.reasons).toEqual([]);
    const found = [...(await namesOf(jobId, 'train', null)), ...(await namesOf(jobId, 'test', null))];
    expect(found.sort()).toEqual([...ids].sort());

    const root = temporaryFolder();
    const video = (id: string) => ({ id, actions: 'c000 0.00 0.50', length: 1.2 });
    makeCharadesFolder(root, { train: ['厨房', 'cafe\u0301'].map(video), test: [video('кухня')] });
    const charades = await start(root);
    expect((await scanned(charades)).report.reasons).toEqual([]);
    expect((await namesOf(charades, 'train', null)).sort()).toEqual(['caf\u00e9', '厨房'].sort());
  });
});
