import { objectiveSchema } from '@/domain/objectives';
import { protocolSchema } from '@/domain/protocol';
import { readStored } from '@/domain/stored';
import type { TableEvaluation } from '@/domain/table2/table2';
import { variantIdSchema } from '@/domain/variants';
import type { Db } from '@/server/db';
import { saliencyOf } from '@/server/evaluations/saliencyOf';

/** `protocol`: null where the row is damaged. */
export type StoredEvaluation = Omit<TableEvaluation, 'protocol'> & { protocol: TableEvaluation['protocol'] | null };

/** Scores of some runs as Table 2 wants them. Rows of the table that this version does not know are left out. */
export async function tableEvaluations(db: Db, runIds: string[]): Promise<StoredEvaluation[]> {
  const [rows, leftOut] = await Promise.all([
    db.evaluation.findMany({
      where: { runId: { in: runIds } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: {
        id: true,
        runId: true,
        variant: true,
        objective: true,
        map: true,
        sampledMap: true,
        boxHitRate: true,
        saliencyClips: true,
        clipsWithoutSaliency: true,
        unreadVideos: true,
        protocol: true,
        protocolKey: true,
      },
    }),
    db.$queryRaw<{ id: string; classes: number }[]>`
      select id::text, (select count(*)::int from unnest(class_ap) ap where ap = 'NaN') as classes
      from evaluations where run_id = any(${runIds}::uuid[])`,
  ]);
  const classesOf = new Map(leftOut.map(({ id, classes }) => [id, classes]));
  return rows.flatMap(({ saliencyClips, clipsWithoutSaliency, ...row }) => {
    const variant = readStored(variantIdSchema, row.variant);
    const protocol = readStored(protocolSchema, row.protocol);
    if (variant === null) return [];
    const objective = readStored(objectiveSchema, row.objective);
    const saliency = saliencyOf({ saliencyClips, clipsWithoutSaliency });
    return [{ ...row, variant, objective, protocol, saliency, classesLeftOut: classesOf.get(row.id) ?? 0 }];
  });
}
