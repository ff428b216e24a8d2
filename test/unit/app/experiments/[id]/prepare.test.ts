import { describe, expect, it } from 'vitest';
import { cellKey, parseCellKey } from '@/app/experiments/[id]/cellKey';
import { prepareCell } from '@/app/experiments/[id]/prepareCell';
import { prepareNotes } from '@/app/experiments/[id]/prepareNotes';
import { prepareTableChart } from '@/app/experiments/[id]/prepareTableChart';
import { backbones } from '@/domain/backbones';
import type { Cell } from '@/domain/experimentSpec';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import type { TableEvaluation, TableRun } from '@/domain/table2/table2';
import { variantOf } from '@/domain/variants';

const base: Cell = { variant: 'base', fusion: 'temporal_concat' };
const repeat: Cell = { variant: 'repeat', fusion: 'temporal_concat' };

const runOf = (cell: Cell, seed: number, more: Partial<TableRun> = {}): TableRun => ({
  id: `${cell.variant}${seed}`,
  name: cell.variant,
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
const scoreOf = ({ variant }: Cell, seed: number, map: number, clips = 3): TableEvaluation => ({
  id: `e${variant}${seed}`,
  runId: `${variant}${seed}`,
  variant,
  objective: variantOf(variant).evaluationObjective,
  map,
  sampledMap: null,
  classesLeftOut: 0,
  boxHitRate: null,
  protocol: { ...microProtocol, clips },
  protocolKey: `p${clips}`,
});
const tableOf = (runs: TableRun[], evaluations: TableEvaluation[], seeds = [0, 1, 2]) =>
  assembleTable2({
    method: defaultMethod,
    cells: [base, repeat],
    seeds,
    frames: 8,
    table1Frames: [],
    runs,
    evaluations,
  });
const lookOf = (...parts: Parameters<typeof tableOf>) =>
  prepareCell(tableOf(...parts).rows.find((row) => row.variant === 'repeat')!.cells.temporal_concat);

describe('how a cell of Table 2 reads', () => {
  it('has a score with spread, the paired difference and the number of seeds', () => {
    const runs = [0, 1, 2].flatMap((seed) => [runOf(base, seed), runOf(repeat, seed)]);
    const evaluations = [0, 1, 2].flatMap((seed) => [
      scoreOf(base, seed, 0.9),
      scoreOf(repeat, seed, 0.9 + 0.01 * (seed + 1)),
    ]);
    expect(lookOf(runs, evaluations)).toEqual({
      score: '92.0',
      spread: '± 1.0',
      difference: '+2.0 ± 1.0',
      count: 'n = 3',
      pending: [],
      action: null,
    });
  });

  it('says which seeds are still to come beside the mean of those that are there', () => {
    const runs = [
      runOf(repeat, 0),
      runOf(repeat, 1, { status: 'RUNNING', progress: 0.437, etaSeconds: 72 }),
      runOf(repeat, 2, { status: 'BLOCKED' }),
    ];
    const look = lookOf(runs, [scoreOf(repeat, 0, 0.9)]);
    expect(look).toMatchObject({ score: '90.0', spread: null, difference: null, count: 'n = 1 of 3' });
    expect(look.pending.map(({ text }) => text)).toEqual(['43 % · 1 min 12 s left', 'waiting for Base']);
    expect(look.pending[0]?.percent).toBe(43);
  });

  it('takes several seeds at the same point together', () => {
    const runs = [0, 1].map((seed) => runOf(repeat, seed, { status: 'RUNNING', progress: 0.2 * (seed + 1) }));
    runs.push(runOf(repeat, 2, { status: 'QUEUED' }));
    expect(lookOf(runs, []).pending.map(({ text }) => text)).toEqual(['2 at 30 %', 'queued']);
  });

  it('tells why a run failed and offers to try again', () => {
    const failed = { status: 'FAILED', statusCode: 'video_missing', statusMessage: 'V1.mp4 is missing.' } as const;
    const look = lookOf([runOf(repeat, 0, failed)], [], [0]);
    expect(look.pending).toEqual([{ state: 'failed', text: 'failed', reason: 'V1.mp4 is missing.', percent: null }]);
    expect(look.action).toBe('retry');
  });

  it('offers to run what nobody asked for', () => {
    expect(lookOf([], [], [0])).toMatchObject({ score: null, count: null, action: 'run' });
  });

  it('leaves alone what comes by itself', () => {
    expect(lookOf([runOf(repeat, 0, { status: 'QUEUED' })], [], [0]).action).toBeNull();
    const held = { status: 'BLOCKED', statusCode: 'base_failed', statusMessage: 'Base failed.' } as const;
    expect(lookOf([runOf(repeat, 0, held)], [], [0])).toMatchObject({
      action: null,
      pending: [{ text: 'held up by Base', reason: 'Base failed.' }],
    });
  });

  it('does not take a score without any positive for a number', () => {
    expect(lookOf([runOf(repeat, 0)], [scoreOf(repeat, 0, Number.NaN)], [0]).score).toBe('n/a');
  });
});

describe('the table as a chart', () => {
  const runs = [0, 1].flatMap((seed) => [runOf(base, seed), runOf(repeat, seed)]);
  const evaluations = [0, 1].flatMap((seed) => [scoreOf(base, seed, 0.9), scoreOf(repeat, seed, 0.88 + 0.002 * seed)]);
  const table = tableOf(runs, evaluations, [0, 1]);

  it('draws differences from zero with their spread, without Base', () => {
    const { rows, ticks, unit } = prepareTableChart(table, 'difference');
    expect(rows.map(({ label }) => label)).toEqual(['Repeat']);
    const bar = rows[0]!.bars.temporal_concat!;
    expect(bar.value).toBeCloseTo(-1.9, 9);
    expect(bar.spread?.[0]).toBeCloseTo(0.1414, 3);
    expect(rows[0]!.bars.late_fusion).toBeNull();
    expect(ticks).toEqual([-3, -2, -1, 0]);
    expect(unit).toBe('points');
  });

  it('draws scores from zero to a hundred', () => {
    const { rows, ticks } = prepareTableChart(table, 'map');
    expect(rows.map(({ label }) => label)).toEqual(['Base', 'Repeat']);
    expect(rows[0]!.bars.late_fusion?.value).toBeCloseTo(90, 9);
    expect(ticks).toEqual([0, 20, 40, 60, 80, 100]);
  });

  it('has an axis before anything is scored', () => {
    expect(prepareTableChart(tableOf([], []), 'difference')).toEqual({
      rows: [],
      ticks: [-1, 0, 1],
      unit: 'points',
    });
  });
});

describe('the notes under the table', () => {
  it('name the protocol, and say that only the order compares with the paper', () => {
    const notes = prepareNotes(tableOf([runOf(base, 0)], [scoreOf(base, 0, 0.9)])).join(' ');
    expect(notes).toContain(
      'test split, 3 clips a video of 8 frames at 8 fps, centre crop of 56 px from 64 px, max over clips',
    );
    expect(notes).toContain('only the order is comparable');
  });

  it('say what the objectives of the rows are, and how many classes are in no mean', () => {
    const ce: Cell = { variant: 'attention_ce_ce', fusion: 'temporal_concat' };
    const scored = { ...scoreOf(ce, 0, 0.9), classesLeftOut: 2 };
    const notes = prepareNotes(tableOf([runOf(ce, 0)], [scored], [0])).join(' ');
    expect(notes).toContain('L_CE: training loss of the clip, eq. (3); reads ground truth');
    expect(notes).toContain('2 classes have no positive');
  });

  it('warn where scores of different protocols stand side by side', () => {
    const table = tableOf(
      [runOf(base, 0), runOf(repeat, 0)],
      [scoreOf(base, 0, 0.9), scoreOf(repeat, 0, 0.9, 10)],
      [0],
    );
    expect(prepareNotes(table).join(' ')).toMatch(/different protocols.*3 clips.*10 clips/);
  });
});

describe('a cell in the URL', () => {
  it('is read as it was written, and nothing else is', () => {
    expect(parseCellKey(cellKey(repeat))).toEqual(repeat);
    for (const text of [null, '', 'repeat', 'repeat.sideways', 'wishful.late_fusion'])
      expect(parseCellKey(text)).toBeNull();
  });
});
