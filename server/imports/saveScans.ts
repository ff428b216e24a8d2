import { printableValue } from '@/domain/text/textFault';
import type { VideoScan } from '@/domain/videoStates';
import type { Db } from '@/server/db';
import { type JobLease, withJobLease } from '@/server/jobs/jobLease';
import { storableJson } from '@/server/storable';

/** Keeps what reading some videos has found. @throws AppError fenced */
export function saveScans(db: Db, lease: JobLease, scans: { videoId: string; scan: VideoScan }[]): Promise<void> {
  return withJobLease(db, lease, async (tx) => {
    await tx.$executeRaw`
      update scanned_videos s set scan = v.scan
      from jsonb_to_recordset(${storableJson(printableValue(scans))}::jsonb) as v("videoId" text, scan jsonb)
      where s.job_id = ${lease.jobId}::uuid and s.video_id = v."videoId"`;
  });
}
