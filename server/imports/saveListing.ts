import type { Action } from '@/domain/datasetClass';
import { printable } from '@/domain/text/textFault';
import type { VideoKind } from '@/domain/videoStates';
import type { Db } from '@/server/db';
import { storableJson } from '@/server/storable';
import { type Lease, withLease } from '@/server/tasks/lease';

export type ListedVideoRow = {
  id: string;
  split: string;
  position: number;
  actions: Action[];
  lengthSeconds: number | null;
  path: string;
  kind: VideoKind;
};

/**
 * Writes down which videos an import is about. Said again, after an interruption, it keeps what has been read of videos that are still
 * listed with the same path; the rest is read (again). Findings depend on the annotations: `settleFindings` brings them up to date.
 * @throws AppError fenced
 */
export function saveListing(db: Db, lease: Lease, videos: ListedVideoRow[]): Promise<void> {
  const { taskId } = lease;
  const listed = videos.map((video) => ({ ...video, id: printable(video.id) }));
  return withLease(db, lease, async (tx) => {
    await tx.$executeRaw`
      with listed as (
        select * from jsonb_to_recordset(${storableJson(listed)}::jsonb)
          as v(id text, split text, position int, actions jsonb, "lengthSeconds" float8, path text, kind text)
      ), gone as (
        delete from scanned_videos s where task_id = ${taskId}::uuid and not exists (select 1 from listed where id = s.video_id)
      )
      insert into scanned_videos as s (task_id, video_id, split, position, actions, length_seconds, path, kind)
      select ${taskId}::uuid, id, split, position, actions, "lengthSeconds", path, kind from listed
      on conflict (task_id, video_id) do update
      set split = excluded.split, position = excluded.position,
        scan = case when (s.path, s.kind) = (excluded.path, excluded.kind) then s.scan end,
        actions = excluded.actions, length_seconds = excluded.length_seconds, path = excluded.path, kind = excluded.kind`;
  });
}
