import type { Fusion } from '@/domain/fusions';
import type { Objective } from '@/domain/objectives';
import type { Protocol } from '@/domain/protocol';
import type { VariantId } from '@/domain/variants';
import type { Db } from '@/server/db';

/** One evaluation without its videos. */
export type EvaluationHead = {
  id: string;
  runId: string;
  runName: string;
  variant: VariantId;
  fusion: Fusion;
  objective: Objective | null;
  oracle: boolean;
  protocol: Protocol;
  protocolKey: string;
  /** In [0, 1], NaN where no class has a positive. */
  mAP: number;
  boxHitRate: number | null;
  hasMaps: boolean;
  mapSide: number | null;
};

const head = {
  id: true,
  runId: true,
  variant: true,
  fusion: true,
  objective: true,
  oracle: true,
  protocol: true,
  protocolKey: true,
  map: true,
  boxHitRate: true,
  mapsArtifactId: true,
  mapSide: true,
  run: { select: { name: true } },
} as const;

/**
 * The evaluations of one column of Table 2 for one seed, by variant; the newest where a cell was evaluated more than once.
 * Base is the base run of the seed, also where the experiment reuses that of another one.
 */
export async function findEvaluations(
  db: Db,
  { experimentId, fusion, seed }: { experimentId: string; fusion: Fusion; seed: number },
): Promise<Map<VariantId, EvaluationHead>> {
  const runs = await db.run.findMany({
    where: { experimentId, seed, deletedAt: null },
    select: { id: true, baseRunId: true },
  });
  const own = runs.map((run) => run.id);
  const bases = runs.flatMap((run) => run.baseRunId ?? []);
  const rows = await db.evaluation.findMany({
    where: {
      OR: [
        { runId: { in: own }, fusion },
        { runId: { in: [...own, ...bases] }, variant: 'base' },
      ],
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: head,
  });
  return new Map(
    rows.map(({ run, map, mapsArtifactId, ...row }) => [
      row.variant as VariantId,
      {
        ...row,
        variant: row.variant as VariantId,
        fusion: row.fusion as Fusion,
        objective: row.objective as Objective | null,
        protocol: row.protocol as Protocol,
        runName: run.name,
        mAP: map,
        hasMaps: mapsArtifactId !== null,
      },
    ]),
  );
}
