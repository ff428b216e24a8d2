import type { Tx } from '@/server/db';

/**
 * Frames of test clips that were stored from a video that is another one now: another file, another number or size of frames, or
 * a beginning that nobody had looked at.
 * @returns artifacts that may have lost their last reference
 */
export async function dropStaleFrames(
  tx: Tx,
  { datasetId, taskId }: { datasetId: string; taskId: string },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ original: string; resized: string }[]>`
    delete from clip_frames f
    where dataset_id = ${datasetId}::uuid and not exists (
      select 1 from dataset_videos v join scanned_videos s on s.task_id = ${taskId}::uuid and s.video_id = v.video_id
      where v.dataset_id = f.dataset_id and v.video_id = f.video_id and v.path = s.path
        and v.frames = (s.scan->>'frames')::int and v.height = (s.scan->>'height')::int and v.width = (s.scan->>'width')::int
        and (cardinality(f.times) > 0 or coalesce((s.scan->>'startSeconds')::float8, 0) = 0)
    )
    returning original_artifact_id::text as original, resized_artifact_id::text as resized`;
  return [...new Set(rows.flatMap(({ original, resized }) => [original, resized]))];
}
