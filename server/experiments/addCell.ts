import { AppError } from '@/domain/errors';
import { type Cell, type ExperimentSpec, storedSpecSchema } from '@/domain/experimentSpec';
import { objectiveOf, type PlannedRun, planRuns, trainingAxesOf, trainingKey } from '@/domain/planRuns';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { openStatuses, type RunStatus } from '@/domain/runStatus';
import { variantOf } from '@/domain/variants';
import type { Db, Tx } from '@/server/db';
import { createRun } from '@/server/runs/createRun';
import { readConfig } from '@/server/runs/storedConfig';
import { endOfQueue } from '@/server/tasks/queueEnds';
import { retryTask } from '@/server/tasks/retryTask';
import { waitsForBase } from '@/server/tasks/waitsForBase';
import { askedVariants } from './evaluateInput';
import { queueEvaluation } from './queueEvaluation';
import { requireSpec } from './storedSpec';

type Existing = { id: string; key: string; name: string; config: unknown; train: { status: RunStatus } };

/**
 * *Run it*: makes sure that a cell of Table 2 will have a score for every seed of the experiment. Missing trainings are created, a run
 * that already trains (or has trained) these weights is asked for one evaluation more, which is work of its own where the run has begun,
 * and a failed or cancelled run is retried.
 * @returns the runs behind the cell
 * @throws AppError not_found; conflict where Base is reused from elsewhere
 */
export async function addCell(db: Db, experimentId: string, cell: Cell): Promise<string[]> {
  const { runIds, retry } = await db.$transaction((tx) => prepare(tx, experimentId, cell), {
    maxWait: 20_000,
    timeout: 60_000,
  });
  for (const id of retry) await retryTask(db, id);
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
  const select = { id: true, key: true, name: true, config: true, train: { select: { status: true } } } as const;
  const existing = await tx.run.findMany({ where: { experimentId }, select });
  const runIds: string[] = [];
  const retry: string[] = [];
  for (const run of wanted) {
    const before = existing.find((candidate) => candidate.key === run.key);
    const id = before
      ? await extend(tx, before, { cell, planned: run.config })
      : await create(tx, { experimentId, spec, run, existing });
    if (before?.train.status === 'FAILED' || before?.train.status === 'CANCELLED') retry.push(id);
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
  // Nobody takes it from the queue meanwhile.
  const [{ status } = { status: run.train.status }] = await tx.$queryRaw<{ status: RunStatus }[]>`
    select status::text from tasks where id = ${run.id}::uuid for update`;
  const stored = readConfig(run.config);
  const config = stored ?? planned;
  const added = runConfigSchema.parse({ ...config, evaluations: withEvaluation(config, cell) });
  if (stored === null || added.evaluations.length > config.evaluations.length)
    await tx.run.update({ where: { id: run.id }, data: { config: added } });
  // What has begun read its config at its start: the row is work of its own. The rest makes it while the network is in memory.
  const begun = ['CLAIMED', 'RUNNING', 'SUCCEEDED'].includes(status);
  if (begun && !(await isComing(tx, { runId: run.id, finished: status === 'SUCCEEDED', cell, config })))
    await queueEvaluation(tx, run.id, cell.variant);
  return run.id;
}

/** Whether the score is there, or somebody is at work on it already. */
async function isComing(
  tx: Tx,
  { runId, finished, cell: { variant }, config }: { runId: string; finished: boolean; cell: Cell; config: RunConfig },
): Promise<boolean> {
  if ((await tx.evaluation.count({ where: { runId, variant } })) > 0) return true;
  const known = config.evaluations.some((evaluation) => evaluation.variant === variant);
  if (known && !finished) return true;
  const open = await tx.task.findMany({
    where: { runId, kind: 'evaluate', status: { in: openStatuses } },
    select: { input: true },
  });
  return open.some(({ input }) => askedVariants(input).includes(variant));
}

function withEvaluation(config: RunConfig, { variant }: Cell): RunConfig['evaluations'] {
  if (config.evaluations.some((evaluation) => evaluation.variant === variant)) return config.evaluations;
  const objective = objectiveOf(variantOf(variant).evaluationObjective, config.method);
  return [...config.evaluations, { variant, objective }];
}

type NewRun = { experimentId: string; spec: ExperimentSpec; run: PlannedRun; existing: Existing[] };

async function create(tx: Tx, { experimentId, spec, run, existing }: NewRun): Promise<string> {
  const base = run.needsBase ? await baseOf(tx, { experimentId, spec, run, existing }) : null;
  const { key, name, config, weightsId } = run;
  const links = { baseRunId: base?.id ?? null, weightsId };
  return createRun(
    tx,
    { experimentId, key, name, config, ...links, queuePosition: await endOfQueue(tx) },
    waitsForBase(base && { name: base.name, ...base.train }),
  );
}

async function baseOf(tx: Tx, { spec, run, existing }: NewRun) {
  const own = existing.find((candidate) => candidate.key === `base-seed${run.config.seed}`);
  const id = spec.base.kind === 'reuse' ? spec.base.runId : own?.id;
  const select = { id: true, name: true, train: { select: { status: true, statusMessage: true } } } as const;
  const base = id === undefined ? null : await tx.run.findUnique({ where: { id }, select });
  if (!base) throw new AppError('not_found', 'The base run of this experiment is gone. Clone the experiment instead.');
  return base;
}
