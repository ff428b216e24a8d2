import { AppError } from '@/domain/errors';
import type { Db, Tx } from '@/server/db';
import { queueRunTask } from '@/server/tasks/queueRunTask';
import { dropDamagedPictures } from './dropDamagedPictures';
import { galleryVideo } from './galleryVideo';
import type { VideoColumn } from './videoEvaluations';

/**
 * Asks for the maps and frames of a video that the disk budget has left out, or whose bytes are damaged or gone. The runs that lack them
 * are given a task at the head of the queue, which wakes them up after their last step; they themselves stay as they are.
 * @param root folder of all artifacts; without it nobody looks at the bytes
 * @returns the runs that were asked
 * @throws AppError not_found; conflict where everything is there, or a run did not finish
 */
export async function requestPictures(db: Db, column: VideoColumn, root?: string): Promise<string[]> {
  const video = await galleryVideo(db, column);
  if (video.unreadable !== null) {
    throw new AppError('conflict', `This video could not be read, so it has no maps and frames: ${video.unreadable}`);
  }
  if (root !== undefined) await dropDamagedPictures(db, video, root);
  const { pictures } = await galleryVideo(db, column);
  const runIds = pictures.missingFrom.map(({ runId }) => runId).sort();
  if (runIds.length === 0) {
    throw new AppError('conflict', 'All maps and frames of this video are there already, and whole. Reload the page.');
  }
  await db.$transaction(async (tx) => {
    for (const runId of runIds) await ask(tx, runId, column.videoId);
  });
  return runIds;
}

async function ask(tx: Tx, runId: string, videoId: string): Promise<void> {
  const run = await tx.run.findFirst({
    where: { id: runId, deletedAt: null },
    select: { name: true, train: { select: { status: true } } },
  });
  if (!run) throw new AppError('not_found', 'The run of this row was deleted. Restore it first.');
  if (run.train.status === 'FAILED' || run.train.status === 'CANCELLED') {
    throw new AppError('conflict', `"${run.name}" has not finished. Retry it first: then it makes them too.`);
  }
  await tx.$executeRaw`
    insert into gallery_requests (run_id, video_id) values (${runId}::uuid, ${videoId})
    on conflict (run_id, video_id) do update set message = null, created_at = now()`;
  await queueRunTask(tx, { runId, kind: 'pictures', text: `Queued to make maps and frames of video ${videoId}.` });
}
