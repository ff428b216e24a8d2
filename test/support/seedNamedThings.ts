import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { planRuns } from '@/domain/planRuns';
import type { Db } from '@/server/db';
import { bareRun } from './bareRun';
import { seedExperiment } from './seedExperiment';
import { seedGallery } from './seedGallery';
import { stageImport } from './stageImport';
import { storeBytes } from './storeBytes';

export type NamedThings = {
  /** With runs of every state, Table 1 and scores of others. */
  experimentId: string;
  runs: { finished: string; failed: string; running: string };
  galleryId: string;
  datasetId: string;
  /** Imports that are read, and one that is not. */
  importId: string;
  unreadImportId: string;
  weightsId: string;
  failedWeightsId: string;
};

/** One of everything that has a name of its own, in the states in which pages show it. */
export async function seedNamedThings(db: Db, home: string): Promise<NamedThings> {
  const cells = [
    { variant: 'base' as const, fusion: 'late_fusion' as const },
    { variant: 'repeat' as const, fusion: 'late_fusion' as const },
    { variant: 'attention_ce_ce' as const, fusion: 'late_fusion' as const },
    { variant: 'attention_e_e' as const, fusion: 'late_fusion' as const },
  ];
  const fates = ['finish', 'finish', 'fail', 'half', 'finish', 'cancel', 'claimed'] as const;
  let asked = 0;
  const seeded = await seedExperiment(db, {
    ...{ root: path.join(home, 'artifacts'), seeds: [0, 1], videos: 20, table1Frames: [8, 16], cells },
    fateOf: (key) => (key.startsWith('base-seed') ? 'finish' : (fates[asked++ % fates.length] ?? 'finish')),
  });
  const statusOf = async (status: 'SUCCEEDED' | 'FAILED' | 'RUNNING') =>
    (
      await db.task.findFirstOrThrow({
        where: { status, kind: 'train' },
        orderBy: { queuePosition: 'desc' },
        select: { id: true },
      })
    ).id;
  const runs = {
    finished: await statusOf('SUCCEEDED'),
    failed: await statusOf('FAILED'),
    running: await statusOf('RUNNING'),
  };
  const submission = { experimentId: seeded.experimentId, name: 'theirs', fileName: 'theirs.txt', map: 0.5, wap: 0.5 };
  await db.submission.create({ data: { ...submission, classAp: Array(8).fill(0.5), missing: 3, unknown: 2 } });
  const gallery = await seedGallery(db, { home, videos: 3 });
  const importId = await stageImport(db, {
    slug: 'read',
    videos: [
      { id: 'IMP01' },
      { id: 'IMP02', scan: { state: 'undecodable', message: 'It cannot be read.' } },
      { id: 'IMP03', split: 'test', scan: { state: 'missing', message: 'It is not there.' } },
    ],
  });
  const unreadImportId = await stageImport(db, { slug: 'unread', videos: [{ id: 'IMP04' }], finish: false });
  await db.task.update({
    where: { id: unreadImportId },
    data: { status: 'FAILED', statusMessage: 'It does not work.' },
  });
  const artifactId = await storeBytes(db, { home, bytes: Buffer.from('weights'), mime: 'application/octet-stream' });
  const [weightsId, failedWeightsId] = [randomUUID(), randomUUID()];
  const input = { path: '/w', name: 'w', backbone: 'micro_i3d', classes: 8 };
  const task = { kind: 'import_weights', title: 'weights', input };
  await db.task.create({ data: { ...task, id: weightsId, status: 'SUCCEEDED' } });
  await db.task.create({
    data: { ...task, id: failedWeightsId, status: 'FAILED', statusCode: 'checkpoint_invalid', statusMessage: 'No.' },
  });
  const report = {
    ...{
      format: 'torch_zip',
      backbone: 'micro_i3d',
      classes: 8,
      used: ['a'],
      ignored: [],
      missing: [],
      wrongShape: [],
    },
    ...{ badValues: [], inflated: true, headReplaced: null, prefix: '', arrays: 3, bytes: 1000 },
  };
  const source = { sourcePath: '/w', format: 'torch_zip', backbone: 'micro_i3d', classes: 8 };
  await db.weights.create({ data: { id: weightsId, name: 'w', ...source, report, artifactId } });
  const deletedAt = new Date();
  const gone = await db.experiment.create({ data: { name: 'gone', spec: {}, deletedAt } });
  const inBin = await bareRun(db, { experimentId: gone.id });
  await db.task.update({ where: { id: inBin }, data: { status: 'SUCCEEDED' } });
  await bareRun(db, { experimentId: seeded.experimentId, key: 'gone', deletedAt });
  await db.weights.create({ data: { name: 'gone', ...source, report, artifactId, deletedAt } });
  const attempts = await db.taskAttempt.count({ where: { endedAt: null } });
  if (planRuns(seeded.spec).length < 6 || attempts === 0) throw new Error('too little is at work');
  return {
    ...{ experimentId: seeded.experimentId, runs, galleryId: gallery.experimentId, datasetId: gallery.dataset.id },
    ...{ importId, unreadImportId, weightsId, failedWeightsId },
  };
}
