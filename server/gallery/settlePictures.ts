import type { Tx } from '@/server/db';

/** How an attempt would end that only made pictures, were it a training. */
type End = { status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'; message: string | null };
type Settled = { status: 'SUCCEEDED' | 'QUEUED'; text: string };

/**
 * The end of an attempt of a run that makes pictures only (makesPictures) and still owes some: more were asked for meanwhile, it failed
 * at them, or was cancelled. The run itself stays finished; a failure is told where the pictures were asked for.
 */
export async function settlePictures(tx: Tx, runId: string, { status, message }: End): Promise<Settled> {
  const open = { runId, message: null };
  switch (status) {
    case 'SUCCEEDED':
      return { status: 'QUEUED', text: 'Finished; more pictures were asked for meanwhile.' };
    case 'FAILED':
      await tx.galleryRequest.updateMany({ where: open, data: { message: message ?? 'No reason was written down.' } });
      return { status: 'SUCCEEDED', text: `The pictures could not be made: ${message}` };
    case 'CANCELLED':
      await tx.galleryRequest.deleteMany({ where: open });
      return { status: 'SUCCEEDED', text: 'Cancelled: the pictures are not made.' };
  }
}
