import { AppError } from '@/domain/errors';
import { experimentSpecSchema } from '@/domain/experimentSpec';
import type { Objective } from '@/domain/objectives';
import type { Protocol } from '@/domain/protocol';
import { runConfigSchema } from '@/domain/runConfig';
import type { TableEvaluation, TableRun, TableSource } from '@/domain/table2/table2';
import type { VariantId } from '@/domain/variants';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { saliencyOf } from '@/server/evaluations/saliencyOf';

const runSelect = {
  id: true,
  experimentId: true,
  name: true,
  seed: true,
  status: true,
  statusCode: true,
  statusMessage: true,
  phase: true,
  phaseDone: true,
  phaseTotal: true,
  phaseRate: true,
  progress: true,
  etaSeconds: true,
  baseRunId: true,
  config: true,
} as const satisfies Prisma.RunSelect;

type RunRow = Prisma.RunGetPayload<{ select: typeof runSelect }>;

/** Runs and scores of some experiments, as Table 2 wants them; experiments that do not exist are left out. */
export async function readTables(db: Db, experimentIds: string[]): Promise<Map<string, TableSource>> {
  const [experiments, own] = await Promise.all([
    db.experiment.findMany({ where: { id: { in: experimentIds } }, select: { id: true, spec: true } }),
    db.run.findMany({
      where: { experimentId: { in: experimentIds }, deletedAt: null },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: runSelect,
    }),
  ]);
  const ownIds = new Set(own.map(({ id }) => id));
  const baseIds = new Set(own.flatMap(({ baseRunId }) => (baseRunId && !ownIds.has(baseRunId) ? [baseRunId] : [])));
  const bases = await db.run.findMany({ where: { id: { in: [...baseIds] } }, select: runSelect });
  const evaluations = await readEvaluations(db, [...ownIds, ...baseIds]);
  return new Map(
    experiments.map(({ id, spec }) => {
      const runs = own.filter((run) => run.experimentId === id);
      const needed = new Set(runs.map(({ baseRunId }) => baseRunId));
      const foreign = bases.filter((run) => needed.has(run.id) && run.experimentId !== id);
      const reached = new Set([...runs, ...foreign].map((run) => run.id));
      const { cells, seeds, method, clip, table1Frames } = experimentSpecSchema.parse(spec);
      const source: TableSource = {
        cells,
        seeds,
        method,
        frames: clip.frames,
        table1Frames,
        runs: [...runs.map((run) => tableRun(run, false)), ...foreign.map((run) => tableRun(run, true))],
        evaluations: evaluations.filter(({ runId }) => reached.has(runId)),
      };
      return [id, source];
    }),
  );
}

/**
 * Runs and scores of one experiment, also of a deleted one.
 * @throws AppError not_found
 */
export async function readTable(db: Db, experimentId: string): Promise<TableSource> {
  const table = (await readTables(db, [experimentId])).get(experimentId);
  if (!table)
    throw new AppError('not_found', 'This experiment does not exist. Look for it in the list of experiments.');
  return table;
}

function tableRun({ config, experimentId: _, ...run }: RunRow, foreign: boolean): TableRun {
  const { training, evaluations, clip } = runConfigSchema.parse(config);
  return { ...run, training, clip, variants: evaluations.map(({ variant }) => variant), foreign };
}

async function readEvaluations(db: Db, runIds: string[]): Promise<TableEvaluation[]> {
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
        protocol: true,
        protocolKey: true,
      },
    }),
    db.$queryRaw<{ id: string; classes: number }[]>`
      select id::text, (select count(*)::int from unnest(class_ap) ap where ap = 'NaN') as classes
      from evaluations where run_id = any(${runIds}::uuid[])`,
  ]);
  const classesOf = new Map(leftOut.map(({ id, classes }) => [id, classes]));
  return rows.map(({ variant, objective, protocol, saliencyClips, clipsWithoutSaliency, ...row }) => ({
    ...row,
    saliency: saliencyOf({ saliencyClips, clipsWithoutSaliency }),
    variant: variant as VariantId,
    objective: objective as Objective | null,
    protocol: protocol as Protocol,
    classesLeftOut: classesOf.get(row.id) ?? 0,
  }));
}
