import { type Action, actionsSchema } from '@/domain/datasetClass';
import { type CountedPage, cutPage } from '@/domain/page';
import type { ScanFinding } from '@/domain/scanFindings';
import { damagedText, readStored } from '@/domain/stored';
import { type VideoScan, videoScanSchema } from '@/domain/videoStates';
import type { Db } from '@/server/db';
import { damagedVideo } from './readScans';

export type ScannedItem = {
  videoId: string;
  path: string;
  position: number;
  actions: Action[];
  lengthSeconds: number | null;
  scan: VideoScan | null;
};
/** A damaged row is shown as a video that cannot be used, with the reason. */
function readVideo({ videoId, actions, scan }: { videoId: string; actions: unknown; scan: unknown }) {
  const known = readStored(actionsSchema, actions);
  const found = scan === null ? null : readStored(videoScanSchema, scan);
  if (known !== null && (scan === null || found !== null)) return { actions: known, scan: found };
  const message = damagedText(damagedVideo(videoId));
  return { actions: known ?? [], scan: { state: 'undecodable' as const, message } };
}

export type ScannedPage = CountedPage<ScannedItem, number>;

/**
 * Videos of one split of an import, in order; those with one finding where it is given.
 * @param after position of the last video of the page before
 */
export async function listScanned(
  db: Db,
  options: { taskId: string; split: string; finding: ScanFinding | null; after: number | null; limit: number },
): Promise<ScannedPage> {
  const { taskId, split, finding, after, limit } = options;
  const where = { taskId, split, ...(finding === null ? {} : { findings: { has: finding } }) };
  const [rows, total] = await Promise.all([
    db.scannedVideo.findMany({
      where: { ...where, ...(after === null ? {} : { position: { gt: after } }) },
      orderBy: { position: 'asc' },
      take: limit + 1,
      select: { videoId: true, path: true, position: true, actions: true, lengthSeconds: true, scan: true },
    }),
    db.scannedVideo.count({ where }),
  ]);
  const { items, next } = cutPage(rows, { limit, cursorOf: ({ position }) => position });
  return {
    items: items.map((row) => ({
      ...row,
      ...readVideo(row),
    })),
    ...{ next, total },
  };
}
