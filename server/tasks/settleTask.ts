import type { RunStatus } from '@/domain/runStatus';
import type { TaskKind } from '@/domain/tasks';
import type { Tx } from '@/server/db';
import { settleGalleryRequests } from '@/server/gallery/settleGalleryRequests';
import { settleDependants } from './settleDependants';

export type SettledTask = {
  taskId: string;
  kind: TaskKind;
  runId: string | null;
  status: RunStatus;
  message: string | null;
};

/** What the new status of a task means for others; part of the transaction that changes it. */
export async function settleTask(tx: Tx, { kind, runId, status, message }: SettledTask): Promise<void> {
  if (runId === null) return;
  if (kind === 'train' || kind === 'restore') await settleDependants(tx, runId);
  if (kind === 'pictures') await settleGalleryRequests(tx, { runId, status, message });
}
