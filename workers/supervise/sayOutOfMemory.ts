import { outOfMemoryText } from '@/domain/memory/outOfMemoryText';
import { runConfigSchema } from '@/domain/runConfig';
import type { Db } from '@/server/db';
import { retryTransient } from '@/server/retryTransient';
import type { ClaimedRun } from '@/server/runs/claimRun';
import type { MemoryWitness } from '@/workers/memory/createMemoryWitness';
import type { ChildExit } from './endOfExit';
import type { Slot } from './slots';

/** Why a run process that said nothing died, where memory was the reason: with what it needed and what to change. Null otherwise. */
export async function sayOutOfMemory(
  db: Db,
  attempt: {
    run: ClaimedRun;
    slot: Slot;
    witness: MemoryWitness;
    exit: ChildExit;
    /** By the supervisor. */
    killed: boolean;
    abandon: AbortSignal;
  },
): Promise<string | null> {
  const { run, slot, witness, exit, killed, abandon } = attempt;
  const death = await witness.verdict(exit, { killed });
  if (death === null) return null;
  const { happened, ...memory } = death;
  const read = () => db.run.findUnique({ where: { id: run.runId }, select: { config: true } });
  const row = await retryTransient(read, { signal: abandon });
  const config = runConfigSchema.safeParse(row?.config);
  if (!config.success) return happened;
  return outOfMemoryText(happened, config.data, { device: slot.device, of: 'host', ...memory });
}
