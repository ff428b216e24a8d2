import type { BackboneId } from '@/domain/backbones';
import type { Db } from '@/server/db';

export type WeightsItem = {
  id: string;
  name: string;
  backbone: string;
  /** Classes of the head; null where it was left out and is drawn anew. */
  classes: number | null;
  format: string;
  /** Bytes as stored here. */
  size: number;
  sourcePath: string;
  createdAt: Date;
  /** Runs that start from them. */
  runs: number;
};

/** Imported weights, newest first; of one backbone where it is given. */
export async function listWeights(db: Db, { backbone }: { backbone?: BackboneId } = {}): Promise<WeightsItem[]> {
  const rows = await db.weights.findMany({
    where: { deletedAt: null, ...(backbone === undefined ? {} : { backbone }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: {
      id: true,
      name: true,
      backbone: true,
      classes: true,
      format: true,
      sourcePath: true,
      createdAt: true,
      artifact: { select: { size: true } },
      _count: { select: { runs: { where: { deletedAt: null, experiment: { deletedAt: null } } } } },
    },
  });
  return rows.map(({ artifact, _count, ...row }) => ({ ...row, size: Number(artifact.size), runs: _count.runs }));
}
