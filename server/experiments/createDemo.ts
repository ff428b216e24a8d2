import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { createExperiment } from './createExperiment';
import { demoSpec } from './demoSpec';
import { restoreExperiment } from './restoreExperiment';

/**
 * The bundled experiment, made once for a set of seeds: asking again finds it, and brings it back if it was deleted.
 * @throws AppError not_found where the bundled data set is not registered
 */
export async function createDemo(
  db: Db,
  { seeds = [0] }: { seeds?: number[] } = {},
): Promise<{ experimentId: string; created: boolean }> {
  const onceKey = `table2-microcharades-seeds-${[...seeds].sort((a, b) => a - b).join('-')}`;
  const existing = await existingDemo(db, onceKey);
  if (existing) return existing;
  try {
    const { experimentId } = await createExperiment(db, demoSpec(seeds), { onceKey });
    return { experimentId, created: true };
  } catch (error) {
    const lostRace = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
    const winner = lostRace ? await existingDemo(db, onceKey) : null;
    if (winner) return winner;
    throw error;
  }
}

async function existingDemo(db: Db, onceKey: string): Promise<{ experimentId: string; created: boolean } | null> {
  const demo = await db.experiment.findUnique({ where: { onceKey }, select: { id: true, deletedAt: true } });
  if (!demo) return null;
  if (demo.deletedAt !== null) await restoreExperiment(db, demo.id);
  return { experimentId: demo.id, created: false };
}
