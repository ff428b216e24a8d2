import type { BackboneId } from '@/domain/backbones';
import type { Db } from '@/server/db';
import { type WeightsFacts, weightsFactsSelect } from './weightsFacts';

/** `runs`: how many start from them. */
export type WeightsItem = WeightsFacts & { id: string; runs: number };

/** Imported weights, newest first; of one backbone where it is given. */
export async function listWeights(db: Db, { backbone }: { backbone?: BackboneId } = {}): Promise<WeightsItem[]> {
  const rows = await db.weights.findMany({
    where: { deletedAt: null, ...(backbone === undefined ? {} : { backbone }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: {
      id: true,
      ...weightsFactsSelect,
      _count: { select: { runs: { where: { deletedAt: null, experiment: { deletedAt: null } } } } },
    },
  });
  return rows.map(({ artifact, _count, ...row }) => ({ ...row, size: Number(artifact.size), runs: _count.runs }));
}
