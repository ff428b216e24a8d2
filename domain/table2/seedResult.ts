import type { Cell } from '@/domain/experimentSpec';
import { trainingAxesOf, trainingKey } from '@/domain/planRuns';
import type { VariantId } from '@/domain/variants';
import { seedState, workBehind } from './seedState';
import type { SeedResult, TableEvaluation, TableRun, TableSource } from './table2';

/** What one seed says about a row, with clips of the frames that the source names. */
export function seedResult(source: TableSource, seed: number, cell: Cell): SeedResult {
  const run = runOf(source, seed, cell);
  const evaluation = evaluationOf(source, run, cell.variant);
  const base = source.runs.find(({ id }) => id === run?.baseRunId) ?? null;
  const baseEvaluation = evaluationOf(source, base, 'base');
  const difference =
    evaluation && baseEvaluation && isPaired(evaluation, baseEvaluation) ? evaluation.map - baseEvaluation.map : null;
  const work = run && workBehind(run, cell.variant);
  return { seed, state: seedState(run, evaluation, cell.variant), run, work, evaluation, difference };
}

/** The newest run of the training behind a cell; a run that was asked for the row goes before one that only shares its training. */
function runOf({ runs, frames, method }: TableSource, seed: number, cell: Cell): TableRun | null {
  const key = trainingKey(trainingAxesOf(cell, method));
  // The bases of Table 1 have the training axes of that of Table 2: the frames of their clips tell them apart.
  const fitting = runs.filter(({ clip }) => clip.frames === frames);
  const own = fitting.filter((run) => !run.foreign && run.seed === seed);
  const alike = own.filter((run) => trainingKey(run.training) === key);
  const match = alike.findLast((run) => run.variants.includes(cell.variant)) ?? alike.at(-1);
  if (match || key !== 'base') return match ?? null;
  const bases = new Set(own.flatMap(({ baseRunId }) => baseRunId ?? []));
  return fitting.findLast((run) => run.foreign && bases.has(run.id)) ?? null;
}

function evaluationOf(source: TableSource, run: TableRun | null, variant: VariantId): TableEvaluation | null {
  if (!run) return null;
  return (
    source.evaluations.findLast((candidate) => candidate.runId === run.id && candidate.variant === variant) ?? null
  );
}

/** The same clips, pooled in the same way. */
function isPaired(a: TableEvaluation, b: TableEvaluation): boolean {
  return a.protocolKey === b.protocolKey && a.protocol.pooling === b.protocol.pooling;
}
