import { datasetSplitIds } from '@/domain/datasetSplits';
import { AppError } from '@/domain/errors';
import type { ScanDatasetInput } from '@/domain/taskInputs';
import type { Db, Tx } from '@/server/db';
import { removeArtifacts } from '@/server/disk/removeArtifacts';
import { datasetUse } from './datasetUse';
import { dropStaleFrames } from './dropStaleFrames';
import { type ReadVideo, readScans } from './readScans';
import { requireImportInput, requireScanResult } from './storedImport';
import { writeDataset } from './writeDataset';

/**
 * Makes a data set of what an import has found, in one transaction. Storing the same import again changes nothing.
 * @param update allows to replace the data set of the same short name
 * @param root folder of all artifacts: frames of videos that are others now are dropped
 * @returns id of the data set
 * @throws AppError not_found, conflict (not read to its end; the name is taken; runs of the data set wait or are at work)
 */
export async function storeScan(
  db: Db,
  { taskId, update, root }: { taskId: string; update: boolean; root: string },
): Promise<string> {
  const { datasetId, dropped } = await db.$transaction((tx) => store(tx, { taskId, update }), { timeout: 120_000 });
  await removeArtifacts(db, { ids: dropped, root });
  return datasetId;
}

async function store(
  tx: Tx,
  { taskId, update }: { taskId: string; update: boolean },
): Promise<{ datasetId: string; dropped: string[] }> {
  const [task] = await tx.$queryRaw<{ title: string; status: string; input: unknown; result: unknown }[]>`
    select title, status::text, input, result from tasks where id = ${taskId}::uuid and kind = 'scan' for update`;
  if (!task) throw new AppError('not_found', 'This import does not exist any more. Start it again.');
  if (task.status !== 'SUCCEEDED') {
    throw new AppError('conflict', 'The videos have not all been read yet: wait for the report.');
  }
  const input = requireImportInput(task);
  const result = requireScanResult(task);
  if (result.datasetId !== null) return { datasetId: result.datasetId, dropped: [] };
  const videos = await readScans(tx, taskId);
  assertUsable(videos);
  const known = await replaceable(tx, input, update);
  const dropped = known === null ? [] : await dropStaleFrames(tx, { datasetId: known, taskId });
  const datasetId = await writeDataset(tx, { ...input, classes: result.classes, videos });
  await tx.$executeRaw`
    update tasks set result = jsonb_set(result, '{datasetId}', to_jsonb(${datasetId}::text)), updated_at = now()
    where id = ${taskId}::uuid`;
  return { datasetId, dropped };
}

function assertUsable(videos: ReadVideo[]): void {
  for (const split of datasetSplitIds) {
    if (videos.some((video) => video.split === split && video.scan.state === 'ok')) continue;
    const what = split === 'train' ? 'training' : 'test';
    throw new AppError(
      'conflict',
      `No ${what} video can be used. Correct the folder or the annotations, then import again.`,
    );
  }
}

/** The data set that has the short name already; null where it is free. */
async function replaceable(tx: Tx, { slug }: ScanDatasetInput, update: boolean): Promise<string | null> {
  const known = await tx.dataset.findUnique({ where: { slug }, select: { id: true, name: true, deletedAt: true } });
  if (!known) return null;
  if (known.deletedAt === null && !update) {
    throw new AppError(
      'conflict',
      `"${known.name}" has the short name ${slug} already: update it, or import under another name.`,
    );
  }
  const { openRuns } = await datasetUse(tx, slug);
  if (openRuns > 0) {
    const runs = openRuns === 1 ? '1 run' : `${openRuns} runs`;
    throw new AppError(
      'conflict',
      `${runs} on "${known.name}" wait or are at work. Cancel them or wait for their end, then update.`,
    );
  }
  return known.id;
}
