import path from 'node:path';
import { AppError } from '@/domain/errors';
import { formatDuration } from '@/domain/text/formatDuration';
import { ffmpegPath } from '@/scripts/setup/installFfmpeg.mjs';
import type { Report } from '@/scripts/setup/report.mjs';
import { loadVideos } from '@/server/datasets/loadVideos';
import { registerDataset } from '@/server/datasets/registerDataset';
import { createDb, type Db } from '@/server/db';
import { demoDataset } from '@/server/experiments/demoSpec';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';

export type BundledDataOptions = {
  /** folder of the data set; made if it is not there */
  root: string;
  databaseUrl: string;
  report: Report;
  signal: AbortSignal;
  /** default 800 and 300 */
  trainVideos?: number;
  testVideos?: number;
};

/** Where the bundled data set lies in a home. */
export function bundledDataFolder(home: string): string {
  return path.join(home, 'datasets', demoDataset);
}

/** Renders what is missing of MicroCharades and makes it known to the database. Costs little when everything is there. */
export async function prepareBundledData(options: BundledDataOptions): Promise<void> {
  const { root, databaseUrl, report, signal, trainVideos, testVideos } = options;
  let shown = false;
  const prepared = await prepareMicroCharades({
    ...{ root, ffmpegPath: ffmpegPath().path, trainVideos, testVideos, signal },
    onProgress: ({ done, total, etaSeconds }) => {
      if (done === total && !shown) return;
      if (!shown) report.step(`Data set: render MicroCharades, ${total} videos`);
      shown = true;
      report.progress(`${done} of ${total}${etaSeconds ? `, ${formatDuration(etaSeconds)} left` : ''}`);
    },
  });
  if (shown) report.done(`${prepared.videos} videos, ${(prepared.bytes / 1e6).toFixed(0)} MB`);
  const db = createDb(databaseUrl, { connections: 1 });
  try {
    const dataset = await readCharades(root);
    const known = await db.dataset.findUnique({
      where: { slug: demoDataset },
      select: { id: true, root: true, trainVideos: true, testVideos: true },
    });
    const sameSize = known?.trainVideos === dataset.train.length && known.testVideos === dataset.test.length;
    if (sameSize && known.root === root && (await isSound(db, known.id))) return;
    await registerDataset(db, { slug: demoDataset, name: 'MicroCharades', root, ...dataset });
  } finally {
    await db.$disconnect();
  }
}

/** Whether runs can read what is stored of it: a damaged row is written anew. */
async function isSound(db: Db, datasetId: string): Promise<boolean> {
  try {
    return (await loadVideos(db, datasetId)) !== null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'damaged') return false;
    throw error;
  }
}
