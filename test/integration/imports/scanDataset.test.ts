import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCharadesFolder } from '@/test/support/charadesFolder';
import { createScanLab } from '@/test/support/scanLab';
import { temporaryFolder } from '@/test/support/temporaryFolder';

let scans: Awaited<ReturnType<typeof createScanLab>>;

beforeAll(async () => {
  scans = await createScanLab();
});
afterAll(() => scans.lab.close());

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
    const taskId = await scans.start(root);
    const { report, classes, notes, datasetId } = await scans.scanned(taskId);
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
    expect(await scans.namesOf(taskId, 'train', 'missing')).toEqual(['GONE1']);
    expect(await scans.namesOf(taskId, 'train', 'length_differs')).toEqual(['LONG1']);
    expect(await scans.namesOf(taskId, 'test', 'undecodable')).toEqual(['TEXT1']);
    expect(await scans.namesOf(taskId, 'train', null)).toEqual(['GOOD1', 'LONG1', 'TALL1', 'NONE1', 'GONE1']);
    expect(await scans.lab.db.dataset.count({ where: { slug: 'mine' } })).toBe(0);
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
    const { report } = await scans.scanned(await scans.start(root));
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
    const { report } = await scans.scanned(await scans.start(root, { layout: 'charades_frames' }));
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
    const job = await scans.ended(await scans.start(root));
    expect(job).toMatchObject({
      status: 'FAILED',
      statusCode: 'dataset_invalid',
      statusMessage: expect.stringMatching(message),
    });
    expect(await scans.lab.db.scannedVideo.count({ where: { taskId: job.id } })).toBe(0);
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
    const { lists, classOrder, report } = await scans.scanned(await scans.start(root));
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
    expect((await scans.scanned(await scans.start(root))).report.splits[0]?.videos).toBe(1);
    const outside = join(temporaryFolder(), 'somebody_elses.csv');
    renameSync(join(root, 'kept', 'deep', 'a.csv'), outside);
    rmSync(file);
    symlinkSync(outside, file);
    const refused = await scans.ended(await scans.start(root));
    expect(refused.statusMessage).toMatch(/Charades_v1_train\.csv is a symbolic link that leads out of/);
    expect(refused.statusMessage).not.toMatch(/somebody|AAAAA/);
    expect(
      (await scans.scanned(await scans.start(root, { annotations: { train: file } }))).report.splits[0]?.videos,
    ).toBe(1);
  });

  it('names the machine where the folder does not exist', async () => {
    const job = await scans.ended(await scans.start('/nowhere/at all'));
    expect(job).toMatchObject({ status: 'FAILED', statusCode: 'dataset_missing' });
    expect(job.statusMessage).toMatch(/There is no folder \/nowhere\/at all on .+ the machine of the worker/);
  });

  it('says where it looked when no video of the CSVs is there', async () => {
    const root = temporaryFolder();
    const gone = { actions: 'c000 0.00 1.00', length: 1, frames: 0 };
    makeCharadesFolder(root, { train: [{ id: 'AAAAA', ...gone }], test: [{ id: 'BBBBB', ...gone }] });
    expect((await scans.ended(await scans.start(root))).statusMessage).toMatch(/None of the 2 videos .*AAAAA\.mp4/);
  });
});
