import { outOfMemoryText } from '@/domain/memory/outOfMemoryText';
import { runConfigSchema } from '@/domain/runConfig';
import type { Db } from '@/server/db';
import { retryTransient } from '@/server/retryTransient';
import type { ClaimedTask } from '@/server/tasks/claimTask';
import type { MemoryWatch } from '@/workers/memory/createMemoryWatch';
import type { ChildExit } from './endOfExit';
import type { Slot } from './slots';

/** Why a process that said nothing died, where memory was the reason: of work on a run with what it needed and what to change. Null otherwise. */
export async function sayOutOfMemory(
  db: Db,
  attempt: {
    task: ClaimedTask;
    device: Slot['device'];
    memoryWatch: MemoryWatch;
    exit: ChildExit;
    /** By the supervisor. */
    killed: boolean;
    abandon: AbortSignal;
  },
): Promise<string | null> {
  const { task, device, memoryWatch, exit, killed, abandon } = attempt;
  const death = await memoryWatch.verdict(exit, { killed });
  if (death === null) return null;
  const { happened, ...memory } = death;
  const { runId } = task;
  if (runId === null) return `${happened} Close what else runs on this machine, then try again.`;
  const read = () => db.run.findUnique({ where: { id: runId }, select: { config: true } });
  const row = await retryTransient(read, { signal: abandon });
  const config = runConfigSchema.safeParse(row?.config);
  if (!config.success) return happened;
  return outOfMemoryText(happened, config.data, { device, of: 'host', ...memory });
}
