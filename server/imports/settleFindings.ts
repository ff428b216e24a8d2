import { findingsOf } from '@/domain/scanFindings';
import type { Db } from '@/server/db';
import { type JobLease, withJobLease } from '@/server/jobs/jobLease';
import { storableJson } from '@/server/storable';
import type { ReadVideo } from './readScans';

/** Writes beside every video what is to be said about it, so that lists of them can be asked for. @throws AppError fenced */
export function settleFindings(db: Db, lease: JobLease, videos: ReadVideo[]): Promise<void> {
  const found = videos.map((video) => ({ id: video.videoId, findings: findingsOf(video) }));
  return withJobLease(db, lease, async (tx) => {
    await tx.$executeRaw`
      update scanned_videos s set findings = v.findings
      from jsonb_to_recordset(${storableJson(found)}::jsonb) as v(id text, findings text[])
      where s.job_id = ${lease.jobId}::uuid and s.video_id = v.id`;
  });
}
