import { AppError } from '@/domain/errors';
import { type Cell, type ExperimentSpec, storedSpecSchema } from '@/domain/experimentSpec';
import { objectiveOf, type PlannedRun, planRuns, trainingAxesOf, trainingKey } from '@/domain/planRuns';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import type { RunStatus } from '@/domain/runStatus';
import { variantOf } from '@/domain/variants';
import type { Db, Tx } from '@/server/db';
import { retryRun } from '@/server/runs/retryRun';
import { readConfig } from '@/server/runs/storedConfig';
import { waitsForBase } from '@/server/runs/waitsForBase';
import { requireSpec } from './storedSpec';

type Existing = { id: string; key: string; name: string; status: RunStatus; config: unknown };

/**
 * *Run it*: makes sure that a cell of Table 2 will have a score for every seed of the experiment. Missing trainings are created, a run
 * that already trains (or has trained) these weights is asked for one evaluation more, a failed or cancelled one is retried.
 * @returns the runs behind the cell
 * @throws AppError not_found; conflict where a run of it is at work on other rows, or Base is reused from elsewhere
 */
export async function addCell(db: Db, experimentId: string, cell: Cell): Promise<string[]> {
  const { runIds, retry } = await db.$transaction((tx) => prepare(tx, experimentId, cell), {
    maxWait: 20_000,
    timeout: 60_000,
  });
  for (const id of retry) await retryRun(db, id);
  return runIds;
}

async function prepare(tx: Tx, experimentId: string, cell: Cell): Promise<{ runIds: string[]; retry: string[] }> {
  const spec = withCell(await lockedSpec(tx, experimentId), cell);
  const key = trainingKey(trainingAxesOf(cell, spec.method));
  const planned = planRuns(spec);
  const wanted = planned.filter((run) => run.key === `${key}-seed${run.config.seed}`);
  if (wanted.length === 0) {
    throw new AppError('conflict', 'This experiment reuses the base run of another one: its score is shown there.');
  }
  await tx.experiment.update({ where: { id: experimentId }, data: { spec } });
  const select = { id: true, key: true, name: true, status: true, config: true } as const;
  const existing = await tx.run.findMany({ where: { experimentId }, select });
  const runIds: string[] = [];
  const retry: string[] = [];
  for (const run of wanted) {
    const before = existing.find((candidate) => candidate.key === run.key);
    const id = before
      ? await extend(tx, before, { cell, planned: run.config })
      : await create(tx, { experimentId, spec, run, existing });
    if (before && (before.status === 'FAILED' || before.status === 'CANCELLED')) retry.push(id);
    runIds.push(id);
  }
  return { runIds, retry };
}

async function lockedSpec(tx: Tx, experimentId: string): Promise<ExperimentSpec> {
  const rows = await tx.$queryRaw<{ name: string; spec: unknown }[]>`
    select name, spec from experiments where id = ${experimentId}::uuid and deleted_at is null for update`;
  if (!rows[0]) throw new AppError('not_found', 'This experiment does not exist or was deleted. Reload the page.');
  return requireSpec(rows[0]);
}

function withCell(spec: ExperimentSpec, cell: Cell): ExperimentSpec {
  const there = spec.cells.some(({ variant, fusion }) => variant === cell.variant && fusion === cell.fusion);
  return there ? spec : storedSpecSchema.parse({ ...spec, cells: [...spec.cells, cell] });
}

/** One evaluation more for a training that exists; its weights are not touched. A damaged config becomes what was planned. */
async function extend(tx: Tx, run: Existing, { cell, planned }: { cell: Cell; planned: RunConfig }): Promise<string> {
  await tx.run.updateMany({ where: { id: run.id, deletedAt: { not: null } }, data: { deletedAt: null } });
  const stored = readConfig(run.config);
  const config = stored ?? planned;
  const added = runConfigSchema.parse({ ...config, evaluations: withEvaluation(config, cell) });
  if (stored && added.evaluations.length === stored.evaluations.length) return run.id;
  const { count } = await tx.run.updateMany({
    where: { id: run.id, status: { notIn: ['CLAIMED', 'RUNNING'] } },
    data: { config: added },
  });
  if (count === 0) {
    throw new AppError(
      'conflict',
      `"${run.name}" is at work and does not know of this row. Ask again when it has finished.`,
    );
  }
  // The final checkpoint stands: the run wakes up after its last step and makes the evaluation that is missing.
  await tx.run.updateMany({
    where: { id: run.id, status: 'SUCCEEDED' },
    data: { status: 'QUEUED', finishedAt: null, queuePosition: await endOfQueue(tx) },
  });
  return run.id;
}

function withEvaluation(config: RunConfig, { variant }: Cell): RunConfig['evaluations'] {
  if (config.evaluations.some((evaluation) => evaluation.variant === variant)) return config.evaluations;
  const objective = objectiveOf(variantOf(variant).evaluationObjective, config.method);
  return [...config.evaluations, { variant, objective }];
}

type NewRun = { experimentId: string; spec: ExperimentSpec; run: PlannedRun; existing: Existing[] };

async function create(tx: Tx, { experimentId, spec, run, existing }: NewRun): Promise<string> {
  const base = run.needsBase ? await baseOf(tx, { experimentId, spec, run, existing }) : null;
  const waiting = base === null ? { status: 'QUEUED' as const } : waitsForBase(base);
  const { key, name, config } = run;
  const links = { baseRunId: base?.id ?? null, weightsId: run.weightsId };
  const data = { ...waiting, ...links, experimentId, key, name, config, seed: config.seed };
  const { id } = await tx.run.create({ data: { ...data, queuePosition: await endOfQueue(tx) }, select: { id: true } });
  return id;
}

async function baseOf(tx: Tx, { spec, run, existing }: NewRun) {
  const own = existing.find((candidate) => candidate.key === `base-seed${run.config.seed}`);
  const id = spec.base.kind === 'reuse' ? spec.base.runId : own?.id;
  const select = { id: true, name: true, status: true, statusMessage: true } as const;
  const base = id === undefined ? null : await tx.run.findUnique({ where: { id }, select });
  if (!base) throw new AppError('not_found', 'The base run of this experiment is gone. Clone the experiment instead.');
  return base;
}

async function endOfQueue(tx: Tx): Promise<number> {
  const last = await tx.run.aggregate({
    where: { status: { in: ['QUEUED', 'BLOCKED'] } },
    _max: { queuePosition: true },
  });
  return (last._max.queuePosition ?? 0) + 1;
}
