import type { SubmissionRow } from '@/domain/submissionRow';
import type { Db } from '@/server/db';
import { readSpec } from '@/server/experiments/storedSpec';

/** Scores of others beside those of an experiment, in the order in which they were added. */
export async function listSubmissions(db: Db, experimentId: string): Promise<SubmissionRow[]> {
  const rows = await db.submission.findMany({
    where: { experimentId, deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      fileName: true,
      map: true,
      wap: true,
      classAp: true,
      missing: true,
      unknown: true,
      createdAt: true,
      experiment: { select: { spec: true } },
      _count: { select: { videos: true } },
    },
  });
  return rows.map(({ experiment, _count, ...row }) => ({
    ...row,
    split: readSpec(experiment.spec)?.protocol.split ?? 'test',
    videos: _count.videos + row.missing,
  }));
}
