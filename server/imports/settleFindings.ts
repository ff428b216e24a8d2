import { findingsOf } from '@/domain/scanFindings';
import type { Db } from '@/server/db';
import { storableJson } from '@/server/storable';
import { type Lease, withLease } from '@/server/tasks/lease';
import type { ReadVideo } from './readScans';

/** Writes beside every video what is to be said about it, so that lists of them can be asked for. @throws AppError fenced */
export function settleFindings(db: Db, lease: Lease, videos: ReadVideo[]): Promise<void> {
  const found = videos.map((video) => ({ id: video.videoId, findings: findingsOf(video) }));
  return withLease(db, lease, async (tx) => {
    await tx.$executeRaw`
      update scanned_videos s set findings = v.findings
      from jsonb_to_recordset(${storableJson(found)}::jsonb) as v(id text, findings text[])
      where s.task_id = ${lease.taskId}::uuid and s.video_id = v.id`;
  });
}
