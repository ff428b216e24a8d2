import { existsSync } from 'node:fs';
import { AppError } from '@/domain/errors';
import { openArtifact } from '@/server/artifacts/openArtifact';
import type { Db } from '@/server/db';

/** Final weights whose bytes are damaged or gone. */
export type WeightsDamage = {
  /** The newest checkpoint that is whole: training goes on from there; null: it begins anew. */
  soundStep: number | null;
  message: string;
};

/**
 * Whether the final weights of a run are there to be used; null where they are, or there never were any.
 * @param root folder of all artifacts; undefined: nobody looks at the bytes
 */
export async function weightsDamage(
  db: Db,
  { runId, root }: { runId: string; root: string | undefined },
): Promise<WeightsDamage | null> {
  if (root === undefined || !existsSync(root)) return null; // a disk that is not mounted is no damage
  const checkpoints = await db.checkpoint.findMany({
    where: { runId },
    orderBy: [{ final: 'desc' }, { step: 'desc' }],
    select: { step: true, final: true, artifactId: true },
  });
  const [final, ...others] = checkpoints;
  if (!final?.final || (await isSound(db, final.artifactId, root))) return null;
  for (const { step, artifactId } of others) {
    if (!(await isSound(db, artifactId, root))) continue;
    const message = `The final weights are damaged or gone. The checkpoint of step ${step} is whole: training goes on from there and ends with the same weights.`;
    return { soundStep: step, message };
  }
  const message =
    'The final weights are damaged or gone, and so is every checkpoint before them. The run is trained again from its start and ends with the same weights.';
  return { soundStep: null, message };
}

async function isSound(db: Db, id: string, root: string): Promise<boolean> {
  try {
    await (await openArtifact(db, { id, root })).file.close();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'artifact_corrupt') return false;
    throw error;
  }
}
