import { type ScanResult, summarizeScan } from '@/domain/importReport';
import { readScans } from '@/server/imports/readScans';
import { saveListing } from '@/server/imports/saveListing';
import { settleFindings } from '@/server/imports/settleFindings';
import { requireImportInput } from '@/server/imports/storedImport';
import { unreadVideos } from '@/server/imports/unreadVideos';
import { retryTransient } from '@/server/retryTransient';
import type { ImportHandler } from '@/workers/jobs/importHandler';
import { layouts } from '@/workers/jobs/layouts/layouts';
import { readVideos } from './readVideos';

/**
 * Reads a folder of videos: lists them, reads each one through once, and counts what was found. Videos that an earlier attempt has
 * read are not read again. Nothing becomes a data set before somebody has seen the report.
 */
export const scanDataset: ImportHandler = async (context): Promise<ScanResult> => {
  const { db, lease, signal } = context;
  const input = requireImportInput({ title: 'this import', input: context.input });
  const { videos, ...understood } = await layouts[input.layout](input);
  signal.throwIfAborted();
  await retryTransient(() => saveListing(db, lease, videos));
  const { unread, total } = await retryTransient(() => unreadVideos(db, lease.taskId));
  await readVideos(context, { unread, total });
  const rows = await retryTransient(() => readScans(db, lease.taskId));
  if (rows.length !== total) throw new Error(`${total - rows.length} of ${total} videos were not read`);
  await retryTransient(() => settleFindings(db, lease, rows));
  return { ...understood, report: summarizeScan(rows, { classes: understood.classes.length }), datasetId: null };
};
