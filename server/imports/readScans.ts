import { z } from 'zod';
import { actionsSchema } from '@/domain/datasetClass';
import type { ScannedRow } from '@/domain/importReport';
import { requireStored } from '@/domain/stored';
import { type VideoKind, videoKindSchema, videoScanSchema } from '@/domain/videoStates';
import type { Db, Tx } from '@/server/db';

/** A video of an import that has been read. */
export type ReadVideo = ScannedRow & { videoId: string; position: number; kind: VideoKind };

const splitSchema = z.enum(['train', 'test']);

/** How a damaged row of a video is spoken of. */
export function damagedVideo(videoId: string): { what: string; next: string } {
  const next = 'Discard this import and start it again: videos that were read before are quick to read.';
  return { what: `What the import found about video ${videoId}`, next };
}

/** All videos of an import that have been read: training before test, each split in order. @throws AppError damaged */
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
          split: requireStored(splitSchema, row.split, damagedVideo(row.videoId)),
          kind: requireStored(videoKindSchema, row.kind, damagedVideo(row.videoId)),
          actions: requireStored(actionsSchema, row.actions, damagedVideo(row.videoId)),
          scan: requireStored(videoScanSchema, scan, damagedVideo(row.videoId)),
        },
  );
}
