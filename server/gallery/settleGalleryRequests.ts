import type { RunStatus } from '@/domain/runStatus';
import type { Tx } from '@/server/db';
import { queueRunTask } from '@/server/tasks/queueRunTask';

/**
 * The end of a task that makes pictures and still owes some: more were asked for meanwhile (they get a task of their own), it failed at
 * them (told where they were asked for), or was cancelled (nobody wants them any more).
 */
export async function settleGalleryRequests(
  tx: Tx,
  { runId, status, message }: { runId: string; status: RunStatus; message: string | null },
): Promise<void> {
  const open = { runId, message: null };
  if (status === 'FAILED') {
    await tx.galleryRequest.updateMany({ where: open, data: { message: message ?? 'No reason was written down.' } });
  } else if (status === 'CANCELLED') {
    await tx.galleryRequest.deleteMany({ where: open });
  } else if (status === 'SUCCEEDED' && (await tx.galleryRequest.count({ where: open })) > 0) {
    await queueRunTask(tx, { runId, kind: 'pictures', text: 'More pictures were asked for meanwhile.' });
  }
}
