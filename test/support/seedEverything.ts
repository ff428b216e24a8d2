import path from 'node:path';
import type { Db } from '@/server/db';
import { createImport } from '@/server/tasks/createImport';
import { seedExperiment } from './seedExperiment';
import { seedGallery } from './seedGallery';
import { stageImport } from './stageImport';
import { storeBytes } from './storeBytes';

/** Rows of every table that pages show: a finished experiment with one run in the queue, a gallery, an import, weights, scores of others. */
export async function seedEverything(db: Db, home: string) {
  const gallery = await seedGallery(db, {
    ...{ home, videos: 3 },
    cells: (['base', 'attention_e_e'] as const).map((variant) => ({ variant, fusion: 'temporal_concat' })),
  });
  const seeded = await seedExperiment(db, {
    ...{ root: path.join(home, 'artifacts'), name: 'Everything', seeds: [0], videos: 12 },
    cells: (['base', 'repeat', 'attention_e_e'] as const).map((variant) => ({ variant, fusion: 'late_fusion' })),
    fateOf: (key) => (key.startsWith('repeat') ? 'wait' : 'finish'),
  });
  const importId = await stageImport(db, { slug: 'staged', videos: [{ id: 'V1' }, { id: 'V2', split: 'test' }] });
  const input = { path: '/weights/k400.pth', name: 'Kinetics', backbone: 'micro_i3d' as const, classes: 8 };
  const weightsId = await createImport(db, { kind: 'import_weights', title: 'Import of Kinetics', input });
  const report = {
    ...{
      format: 'safetensors' as const,
      backbone: 'micro_i3d' as const,
      classes: 8,
      used: ['conv1.weight'],
      ignored: [],
    },
    ...{
      missing: [],
      wrongShape: [],
      badValues: [],
      inflated: false,
      headReplaced: null,
      prefix: '',
      arrays: 1,
      bytes: 9,
    },
  };
  await db.task.update({
    where: { id: weightsId },
    data: { status: 'SUCCEEDED', result: report, finishedAt: new Date() },
  });
  const artifactId = await storeBytes(db, { home, bytes: Buffer.from('weights'), mime: 'application/octet-stream' });
  const stored = { name: 'Kinetics', sourcePath: input.path, format: 'safetensors', backbone: 'micro_i3d', classes: 8 };
  await db.weights.create({ data: { id: weightsId, ...stored, report, artifactId } });
  const submission = { name: 'Theirs', fileName: 'theirs.txt', map: 0.5, wap: 0.5, classAp: Array(8).fill(0.5) };
  await db.submission.create({ data: { ...submission, experimentId: seeded.experimentId, missing: 12, unknown: 0 } });
  const queued = await db.run.findFirstOrThrow({
    where: { experimentId: seeded.experimentId, train: { status: 'QUEUED' } },
  });
  const runId = seeded.runs.get('base-seed0')!;
  return { gallery, seeded, importId, weightsId, runId, queued };
}
