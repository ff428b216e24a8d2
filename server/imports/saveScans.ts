import { printableValue } from '@/domain/text/textFault';
import type { VideoScan } from '@/domain/videoStates';
import type { Db } from '@/server/db';
import { storableJson } from '@/server/storable';
import { type Lease, withLease } from '@/server/tasks/lease';

/** Keeps what reading some videos has found. @throws AppError fenced */
export function saveScans(db: Db, lease: Lease, scans: { videoId: string; scan: VideoScan }[]): Promise<void> {
  return withLease(db, lease, async (tx) => {
    await tx.$executeRaw`
      update scanned_videos s set scan = v.scan
      from jsonb_to_recordset(${storableJson(printableValue(scans))}::jsonb) as v("videoId" text, scan jsonb)
      where s.task_id = ${lease.taskId}::uuid and s.video_id = v."videoId"`;
  });
}
