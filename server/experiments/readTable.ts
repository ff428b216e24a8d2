import { AppError } from '@/domain/errors';
import type { RunConfig } from '@/domain/runConfig';
import type { TableRun, TableSource } from '@/domain/table2/table2';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { plannedConfig, readConfig } from '@/server/runs/storedConfig';
import { trainSelect, withTrain } from '@/server/runs/trainState';
import { askedVariants } from './evaluateInput';
import { readSpec, requireSpec } from './storedSpec';
import { tableEvaluations } from './tableEvaluations';

const runSelect = {
  id: true,
  key: true,
  experimentId: true,
  name: true,
  seed: true,
  train: { select: trainSelect },
  // Rows that were asked of it later.
  tasks: {
    where: { kind: 'evaluate', status: { not: 'SUCCEEDED' } },
    orderBy: { createdAt: 'desc' },
    select: { ...trainSelect, id: true, input: true },
  },
  baseRunId: true,
  config: true,
} as const satisfies Prisma.RunSelect;

type RunRow = Prisma.RunGetPayload<{ select: typeof runSelect }>;

/**
 * Runs and scores of some experiments, as Table 2 wants them; experiments that do not exist, or whose set-up is damaged, are left out.
 * A run whose config is damaged stands where the set-up planned it.
 */
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
  const [evaluations, configs] = await Promise.all([
    tableEvaluations(db, [...ownIds, ...baseIds]),
    readConfigs(db, [...own, ...bases]),
  ]);
  const tableRuns = (rows: RunRow[], foreign: boolean) => rows.flatMap((row) => tableRun(row, configs, foreign) ?? []);
  return new Map(
    experiments.flatMap(({ id, spec }) => {
      const known = readSpec(spec);
      if (known === null) return [];
      const runs = own.filter((run) => run.experimentId === id);
      const needed = new Set(runs.map(({ baseRunId }) => baseRunId));
      const foreign = bases.filter((run) => needed.has(run.id) && run.experimentId !== id);
      const reached = new Set([...runs, ...foreign].map((run) => run.id));
      const { cells, seeds, method, clip, table1Frames } = known;
      const source: TableSource = {
        cells,
        seeds,
        method,
        frames: clip.frames,
        table1Frames,
        runs: [...tableRuns(runs, false), ...tableRuns(foreign, true)],
        evaluations: evaluations.flatMap((row) => {
          // An evaluation is made by the protocol of its run.
          const protocol = row.protocol ?? configs.get(row.runId)?.protocol;
          return protocol !== undefined && reached.has(row.runId) ? [{ ...row, protocol }] : [];
        }),
      };
      return [[id, source] as const];
    }),
  );
}

/**
 * Runs and scores of one experiment, also of a deleted one.
 * @throws AppError not_found, damaged
 */
export async function readTable(db: Db, experimentId: string): Promise<TableSource> {
  const table = (await readTables(db, [experimentId])).get(experimentId);
  if (table) return table;
  const experiment = await db.experiment.findUnique({
    where: { id: experimentId },
    select: { name: true, spec: true },
  });
  if (experiment) requireSpec(experiment);
  throw new AppError('not_found', 'This experiment does not exist. Look for it in the list of experiments.');
}

/** Configs by run; damaged ones as their experiments planned them, runs that cannot be placed so are left out. */
async function readConfigs(db: Db, rows: RunRow[]): Promise<Map<string, RunConfig>> {
  const stored = rows.map((row) => ({ row, config: readConfig(row.config) }));
  const damaged = stored.filter(({ config }) => config === null).map(({ row }) => row.experimentId);
  const experiments =
    damaged.length === 0
      ? []
      : await db.experiment.findMany({ where: { id: { in: damaged } }, select: { id: true, spec: true } });
  const specs = new Map(experiments.map(({ id, spec }) => [id, spec]));
  return new Map(
    stored.flatMap(({ row, config }) => {
      const known = config ?? plannedConfig({ key: row.key, spec: specs.get(row.experimentId) });
      return known === null ? [] : [[row.id, known] as const];
    }),
  );
}

function tableRun(row: RunRow, configs: Map<string, RunConfig>, foreign: boolean): TableRun | null {
  const config = configs.get(row.id);
  if (config === undefined) return null;
  const { config: _, experimentId: __, key: ___, tasks, ...run } = row;
  const { training, evaluations, clip } = config;
  return {
    ...withTrain(run),
    later: tasks.map(({ input, ...task }) => ({ ...task, variants: askedVariants(input) })),
    training,
    clip,
    variants: evaluations.map(({ variant }) => variant),
    foreign,
  };
}
