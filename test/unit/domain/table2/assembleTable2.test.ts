import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import type { Cell } from '@/domain/experimentSpec';
import type { Fusion } from '@/domain/fusions';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import type { RunStatus } from '@/domain/runStatus';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import type { Table2, TableEvaluation, TableRun, TableSource } from '@/domain/table2/table2';
import { type VariantId, variantIds, variantOf } from '@/domain/variants';

const runOf = (id: string, cell: Cell, seed: number, more: Partial<TableRun> = {}): TableRun => ({
  id,
  name: id,
  seed,
  status: 'SUCCEEDED',
  statusCode: null,
  statusMessage: null,
  phase: null,
  progress: 1,
  etaSeconds: null,
  baseRunId: cell.variant === 'base' ? null : `base${seed}`,
  training: trainingAxesOf(cell, defaultMethod),
  clip: backbones.micro_i3d.clip,
  variants: [cell.variant],
  foreign: false,
  ...more,
});

const scoreOf = (runId: string, variant: VariantId, map: number, protocolKey = 'p'): TableEvaluation => ({
  id: `${runId}-${variant}-${protocolKey}`,
  runId,
  variant,
  objective: variantOf(variant).evaluationObjective,
  map,
  sampledMap: null,
  classesLeftOut: 0,
  boxHitRate: null,
  protocol: microProtocol,
  protocolKey,
});

const base: Cell = { variant: 'base', fusion: 'temporal_concat' };
const repeat: Cell = { variant: 'repeat', fusion: 'temporal_concat' };

const cellIn = (table: Table2, variant: VariantId, fusion: Fusion = 'temporal_concat') =>
  table.rows.find((row) => row.variant === variant)!.cells[fusion];

const source = (part: Partial<TableSource>): TableSource => ({
  method: defaultMethod,
  cells: [base, repeat],
  seeds: [0, 1, 2],
  frames: 8,
  table1Frames: [],
  runs: [],
  evaluations: [],
  ...part,
});

describe('Table 2', () => {
  it('has every row of the paper in its order, and options and controls only where they were chosen', () => {
    const paper = variantIds.filter((id) => variantOf(id).group === 'table2');
    expect(assembleTable2(source({})).rows.map((row) => row.variant)).toEqual(paper);
    const withControl = source({ cells: [base, { variant: 'true_box', fusion: 'late_fusion' }] });
    expect(assembleTable2(withControl).rows.map((row) => row.variant)).toEqual([...paper, 'true_box']);
  });

  it('shows the mean and the sample standard deviation over seeds', () => {
    const runs = [0, 1, 2].map((seed) => runOf(`base${seed}`, base, seed));
    const evaluations = [0.9, 0.92, 0.94].map((map, seed) => scoreOf(`base${seed}`, 'base', map));
    const { score, difference } = cellIn(assembleTable2(source({ runs, evaluations })), 'base');
    expect(score?.n).toBe(3);
    expect(score?.mean).toBeCloseTo(0.92, 12);
    expect(score?.std).toBeCloseTo(0.02, 12);
    expect(difference).toBeNull();
  });

  it('pairs differences by seed, so that a spread common to both rows cancels', () => {
    const runs = [0, 1, 2].flatMap((seed) => [runOf(`base${seed}`, base, seed), runOf(`repeat${seed}`, repeat, seed)]);
    const evaluations = [0.8, 0.9, 0.7].flatMap((map, seed) => [
      scoreOf(`base${seed}`, 'base', map),
      scoreOf(`repeat${seed}`, 'repeat', map + 0.05),
    ]);
    const { score, difference } = cellIn(assembleTable2(source({ runs, evaluations })), 'repeat');
    expect(score?.std).toBeCloseTo(0.1, 12);
    expect(difference?.mean).toBeCloseTo(0.05, 12);
    expect(difference?.std).toBeCloseTo(0, 12);
    expect(difference?.n).toBe(3);
  });

  it('leaves a seed without a base score out of the difference but not out of the mean', () => {
    const runs = [0, 1].map((seed) => runOf(`repeat${seed}`, repeat, seed));
    runs.push(runOf('base0', base, 0));
    const evaluations = [
      scoreOf('repeat0', 'repeat', 0.6),
      scoreOf('repeat1', 'repeat', 0.8),
      scoreOf('base0', 'base', 0.5),
    ];
    const { score, difference } = cellIn(assembleTable2(source({ runs, evaluations, seeds: [0, 1] })), 'repeat');
    expect(score?.n).toBe(2);
    expect(difference).toEqual({ mean: expect.closeTo(0.1, 12), std: null, n: 1 });
  });

  it('compares nothing across protocols and names every protocol behind a mean', () => {
    const runs = [runOf('base0', base, 0), runOf('repeat0', repeat, 0), runOf('repeat1', repeat, 1)];
    const evaluations = [
      scoreOf('base0', 'base', 0.5),
      scoreOf('repeat0', 'repeat', 0.6, 'other'),
      scoreOf('repeat1', 'repeat', 0.6),
    ];
    const cell = cellIn(assembleTable2(source({ runs, evaluations, seeds: [0, 1] })), 'repeat');
    expect(cell.seeds[0]?.difference).toBeNull();
    expect(cell.protocols).toHaveLength(2);
  });

  it('is one training in both columns for Base', () => {
    const table = assembleTable2(
      source({ seeds: [0], runs: [runOf('base0', base, 0)], evaluations: [scoreOf('base0', 'base', 0.9)] }),
    );
    expect(cellIn(table, 'base', 'late_fusion').score).toEqual(cellIn(table, 'base').score);
    expect(cellIn(table, 'base', 'late_fusion').seeds[0]?.run?.id).toBe('base0');
    expect(table.rows.filter((row) => row.shared).map((row) => row.variant)).toEqual(['base']);
  });

  it('counts a reused base once in its own row, and against every seed in the differences', () => {
    const runs = [
      runOf('old', base, 7, { foreign: true }),
      runOf('repeat0', repeat, 0, { baseRunId: 'old' }),
      runOf('repeat1', repeat, 1, { baseRunId: 'old' }),
    ];
    const evaluations = [
      scoreOf('old', 'base', 0.5),
      scoreOf('repeat0', 'repeat', 0.6),
      scoreOf('repeat1', 'repeat', 0.7),
    ];
    const table = assembleTable2(source({ runs, evaluations, seeds: [0, 1] }));
    expect(cellIn(table, 'base').score).toEqual({ mean: 0.5, std: null, n: 1 });
    expect(cellIn(table, 'repeat').difference?.n).toBe(2);
    expect(cellIn(table, 'repeat').difference?.mean).toBeCloseTo(0.15, 12);
  });

  it('shows only the seeds asked for', () => {
    const runs = [0, 1].map((seed) => runOf(`base${seed}`, base, seed));
    const evaluations = [0.4, 0.6].map((map, seed) => scoreOf(`base${seed}`, 'base', map));
    const table = assembleTable2(source({ runs, evaluations }), [1]);
    expect(table.seeds).toEqual([1]);
    expect(cellIn(table, 'base').score).toEqual({ mean: 0.6, std: null, n: 1 });
  });

  it('keeps a score without any positive out of the mean', () => {
    const runs = [0, 1].map((seed) => runOf(`base${seed}`, base, seed));
    const evaluations = [scoreOf('base0', 'base', Number.NaN), scoreOf('base1', 'base', 0.6)];
    const cell = cellIn(assembleTable2(source({ runs, evaluations })), 'base');
    expect(cell.score).toEqual({ mean: 0.6, std: null, n: 1 });
    expect(cell.seeds[0]?.state).toBe('done');
  });

  it.each<[RunStatus, string | null, string]>([
    ['QUEUED', null, 'queued'],
    ['CLAIMED', null, 'starting'],
    ['RUNNING', null, 'running'],
    ['BLOCKED', null, 'waiting'],
    ['BLOCKED', 'base_failed', 'base_failed'],
    ['FAILED', 'video_missing', 'failed'],
    ['CANCELLED', null, 'cancelled'],
    ['SUCCEEDED', null, 'missing'],
  ])('says where a run stands that has no score yet: %s (%s) is %s', (status, statusCode, state) => {
    const runs = [runOf('repeat0', repeat, 0, { status, statusCode })];
    expect(cellIn(assembleTable2(source({ runs, seeds: [0] })), 'repeat').seeds[0]?.state).toBe(state);
  });

  it('calls a cell missing that nobody asked for', () => {
    const [result] = cellIn(assembleTable2(source({ seeds: [0] })), 'center', 'late_fusion').seeds;
    expect(result).toMatchObject({ state: 'missing', run: null, evaluation: null });
  });

  it('counts a score from the moment it is there, while its run still works on another row', () => {
    const ceCe: Cell = { variant: 'attention_ce_ce', fusion: 'late_fusion' };
    const run = runOf('a', ceCe, 0, { status: 'RUNNING', variants: ['attention_ce_ce', 'attention_ce_e'] });
    const table = assembleTable2(
      source({ seeds: [0], runs: [run], evaluations: [scoreOf('a', 'attention_ce_ce', 0.9)] }),
    );
    expect(cellIn(table, 'attention_ce_ce', 'late_fusion').seeds[0]?.state).toBe('done');
    expect(cellIn(table, 'attention_ce_e', 'late_fusion').seeds[0]?.state).toBe('running');
  });

  it('marks the best of a column at the shown precision, and never a row that reads ground truth', () => {
    const cells: Cell[] = (['base', 'repeat', 'center', 'attention_ce_ce'] as const).map((variant) => ({
      variant,
      fusion: 'temporal_concat',
    }));
    const runs = cells.map((cell) => runOf(`${cell.variant}0`, cell, 0));
    const evaluations = [
      scoreOf('base0', 'base', 0.5),
      scoreOf('repeat0', 'repeat', 0.60001),
      scoreOf('center0', 'center', 0.6),
      scoreOf('attention_ce_ce0', 'attention_ce_ce', 0.9),
    ];
    const table = assembleTable2(source({ cells, seeds: [0], runs, evaluations }));
    const best = table.rows.filter((row) => row.cells.temporal_concat.best).map((row) => row.variant);
    expect(best).toEqual(['repeat', 'center']);
    expect(table.rows.some((row) => row.oracle && row.cells.temporal_concat.score !== null)).toBe(true);
  });

  it('does not take a base of Table 1, trained the same way on clips of another length, for its own', () => {
    const short = runOf('short', base, 0, { clip: { ...backbones.micro_i3d.clip, frames: 16 } });
    const evaluations = [
      scoreOf('base0', 'base', 0.9),
      scoreOf('repeat0', 'repeat', 0.95),
      scoreOf('short', 'base', 0.2),
    ];
    const runs = [runOf('base0', base, 0), runOf('repeat0', repeat, 0), short];
    const table = assembleTable2(source({ seeds: [0], table1Frames: [8, 16], runs, evaluations }));
    expect(cellIn(table, 'base').seeds[0]?.run?.id).toBe('base0');
    expect(cellIn(table, 'base').score?.mean).toBe(0.9);
    expect(cellIn(table, 'repeat').difference?.mean).toBeCloseTo(0.05, 12);
    const alone = assembleTable2(source({ seeds: [0], table1Frames: [16], runs: [short], evaluations }));
    expect(cellIn(alone, 'base').seeds[0]).toMatchObject({ state: 'missing', run: null, evaluation: null });
  });

  it('compares nothing that was pooled differently', () => {
    const mean = { ...scoreOf('repeat0', 'repeat', 0.6), protocol: { ...microProtocol, pooling: 'mean' as const } };
    const runs = [runOf('base0', base, 0), runOf('repeat0', repeat, 0)];
    const table = assembleTable2(source({ seeds: [0], runs, evaluations: [scoreOf('base0', 'base', 0.5), mean] }));
    expect(cellIn(table, 'repeat').difference).toBeNull();
  });

  it('says with every score on which clips and with which objective it was measured', () => {
    const ceE: Cell = { variant: 'attention_ce_e', fusion: 'late_fusion' };
    const runs = [runOf('a', ceE, 0)];
    const evaluations = [{ ...scoreOf('a', 'attention_ce_e', 0.9), sampledMap: 0.88 }];
    const cell = cellIn(assembleTable2(source({ seeds: [0], runs, evaluations })), 'attention_ce_e', 'late_fusion');
    expect(cell.protocols).toEqual([
      { ...microProtocol, frames: 8, fps: 8, resize: 64, side: 56, aspect: 'keep', objective: 'entropy' },
    ]);
    expect(cell.sampled).toEqual({ mean: 0.88, std: null, n: 1 });
  });

  it('marks no best where there is nothing to compare with', () => {
    const table = assembleTable2(
      source({ seeds: [0], runs: [runOf('base0', base, 0)], evaluations: [scoreOf('base0', 'base', 0.9)] }),
    );
    expect(table.rows.some((row) => row.cells.temporal_concat.best)).toBe(false);
  });
});
