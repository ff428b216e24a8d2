import { actionsSchema } from '@/domain/datasetClass';
import { datasetSplitSchema } from '@/domain/datasetSplits';
import type { ScannedRow } from '@/domain/importReport';
import { requireStored } from '@/domain/stored';
import { type VideoKind, videoKindSchema, videoScanSchema } from '@/domain/videoStates';
import type { Db, Tx } from '@/server/db';

/** A video of an import that has been read. */
export type ReadVideo = ScannedRow & { videoId: string; position: number; kind: VideoKind };

/** How a damaged row of a video is spoken of. */
export function damagedVideo(videoId: string): { what: string; next: string } {
  const next = 'Discard this import and start it again: videos that were read before are quick to read.';
  return { what: `What the import found about video ${videoId}`, next };
}

/** Rows read or written at a time: some 10 ms of work, after which others get their turn. */
export const videosAStatement = 500;

/** All videos of an import that have been read: training before test, each split in order. @throws AppError damaged */
export async function readScans(db: Db | Tx, taskId: string): Promise<ReadVideo[]> {
  const splits = await db.scannedVideo.groupBy({ by: 'split', where: { taskId }, orderBy: { split: 'desc' } });
  const videos: ReadVideo[] = [];
  for (const { split } of splits) {
    for (let after = { position: -1, videoId: '' }; ; ) {
      const { position, videoId } = after;
      const rows = await db.scannedVideo.findMany({
        where: {
          taskId,
          split,
          position: { gte: position },
          OR: [{ position: { gt: position } }, { videoId: { gt: videoId } }],
        },
        orderBy: [{ position: 'asc' }, { videoId: 'asc' }],
        take: videosAStatement,
        omit: { taskId: true, findings: true },
      });
      for (const row of rows) if (row.scan !== null) videos.push(readVideo(row));
      if (rows.length < videosAStatement) break;
      after = rows.at(-1) ?? after;
    }
  }
  return videos;
}

type Row = Omit<ReadVideo, 'split' | 'kind' | 'actions' | 'scan'> &
  Record<'split' | 'kind', string> &
  Record<'actions' | 'scan', unknown>;

function readVideo(row: Row): ReadVideo {
  const damaged = damagedVideo(row.videoId);
  return {
    ...row,
    split: requireStored(datasetSplitSchema, row.split, damaged),
    kind: requireStored(videoKindSchema, row.kind, damaged),
    actions: requireStored(actionsSchema, row.actions, damaged),
    scan: requireStored(videoScanSchema, row.scan, damaged),
  };
}
