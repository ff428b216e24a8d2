import { AppError } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import type { Db, Tx } from '@/server/db';
import { writeLifecycleLog } from '@/server/runs/writeLifecycleLog';
import { dropDamagedPictures } from './dropDamagedPictures';
import { galleryVideo } from './galleryVideo';
import type { VideoColumn } from './videoEvaluations';

/**
 * Asks for the maps and frames of a video that the disk budget has left out, or whose bytes are damaged or gone. The finished runs that lack them are put at the head of
 * the queue, wake up after their last step, make what is asked for and are finished again; runs at work do so at their end.
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
  const [run] = await tx.$queryRaw<{ name: string; status: RunStatus; attempt: number }[]>`
    select name, status::text, attempt_number as attempt from runs where id = ${runId}::uuid and deleted_at is null for update`;
  if (!run) throw new AppError('not_found', 'The run of this row was deleted. Restore it first.');
  if (run.status === 'FAILED' || run.status === 'CANCELLED') {
    throw new AppError('conflict', `"${run.name}" has not finished. Retry it first: then it makes them too.`);
  }
  await tx.$executeRaw`
    insert into gallery_requests (run_id, video_id) values (${runId}::uuid, ${videoId})
    on conflict (run_id, video_id) do update set message = null, created_at = now()`;
  if (run.status !== 'SUCCEEDED') return;
  await tx.$executeRaw`
    update runs
    set status = 'QUEUED', lost_attempts = 0, updated_at = now(),
      status_message = 'All its rows are finished: it makes pictures that somebody asked for in the gallery.',
      queue_position = coalesce((select min(queue_position) from runs where status in ('QUEUED', 'BLOCKED')), 0) - 1
    where id = ${runId}::uuid`;
  const text = `Queued to make maps and frames of video ${videoId}.`;
  await writeLifecycleLog(tx, { runId, attempt: run.attempt, level: 'info', text });
}
