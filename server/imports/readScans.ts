import { z } from 'zod';
import { actionsSchema } from '@/domain/datasetClass';
import type { ScannedRow } from '@/domain/importReport';
import { type VideoKind, videoKindSchema, videoScanSchema } from '@/domain/videoStates';
import type { Db, Tx } from '@/server/db';

/** A video of an import that has been read. */
export type ReadVideo = ScannedRow & { videoId: string; position: number; kind: VideoKind };

const splitSchema = z.enum(['train', 'test']);

/** All videos of an import that have been read: training before test, each split in order. */
export async function readScans(db: Db | Tx, jobId: string): Promise<ReadVideo[]> {
  const rows = await db.scannedVideo.findMany({
    where: { jobId },
    orderBy: [{ split: 'desc' }, { position: 'asc' }],
    omit: { jobId: true, findings: true },
  });
  return rows.flatMap(({ scan, ...row }) =>
    scan === null
      ? []
      : {
          ...row,
          split: splitSchema.parse(row.split),
          kind: videoKindSchema.parse(row.kind),
          actions: actionsSchema.parse(row.actions),
          scan: videoScanSchema.parse(scan),
        },
  );
}
