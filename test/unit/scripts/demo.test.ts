import { describe, expect, it } from 'vitest';
import type { Fusion } from '@/domain/fusions';
import type { RunStatus } from '@/domain/runStatus';
import type { SeedState, Table2, TableCell, TableRow, TableRun } from '@/domain/table2/table2';
import { describeProgress } from '@/scripts/demo/describeProgress';
import { formatTable } from '@/scripts/demo/formatTable';
import { liveRegion } from '@/scripts/demo/liveRegion';

function run(name: string, status: RunStatus, changes: Partial<TableRun> = {}): TableRun {
  const base = { id: name, name, seed: 0, status, statusCode: null, statusMessage: null, phase: null, progress: 0 };
  return {
    ...base,
    etaSeconds: null,
    baseRunId: null,
    variants: [],
    foreign: false,
    ...changes,
  } as unknown as TableRun;
}

function cell(fusion: Fusion, state: SeedState, of: TableRun | null, scores: Partial<TableCell> = {}): TableCell {
  const seeds = [{ seed: 0, state, run: of, work: of, evaluation: null, difference: null }];
  return {
    variant: 'base',
    fusion,
    score: null,
    difference: null,
    sampled: null,
    boxHitRate: null,
    saliency: null,
    seeds,
    best: false,
    protocols: [],
    ...scores,
  };
}

function row(label: string, concat: TableCell, late: TableCell, oracle = false): TableRow {
  const paper = { temporal_concat: 31.6, late_fusion: 31 };
  const cells = { temporal_concat: concat, late_fusion: late };
  return { variant: 'base', label, group: 'table2', oracle, paper, shared: false, cells };
}

const base = run('Base, seed 0', 'SUCCEEDED', { progress: 1 });
const done = { score: { mean: 0.921, std: 0.002, n: 3 }, difference: { mean: -0.0049, std: null, n: 1 } };

describe('the table in the terminal', () => {
  it('shows scores, differences and the state of what is not there yet, in aligned columns', () => {
    const rows = [
      row(
        'Base',
        cell('temporal_concat', 'done', base, done),
        cell('late_fusion', 'done', base, { score: { mean: 0.9, std: null, n: 1 } }),
      ),
      row('Attention CE/CE', cell('temporal_concat', 'queued', null), cell('late_fusion', 'failed', null), true),
    ];
    const lines = formatTable({ seeds: [0], rows }).split('\n');
    expect(lines[2]).toMatch(/^Base +92\.1 \+- 0\.2 \(n=3\) \[-0\.5\] +31\.6 +90\.0 +31\.0$/);
    expect(lines[3]).toMatch(/^Attention CE\/CE \(oracle\) +queued +31\.6 +failed +31\.0$/);
    expect(lines[2]?.indexOf('31.6')).toBe(lines[3]?.indexOf('31.6'));
    expect(lines[0]?.indexOf('paper')).toBe(lines[2]?.indexOf('31.6'));
  });
});

describe('the progress in the terminal', () => {
  const working = run('Repeat, seed 0', 'RUNNING', { phase: 'preparing_data', progress: 0.456, etaSeconds: 75 });
  const table = (rows: TableRow[]): Table2 => ({ seeds: [0], rows });
  const state = { progress: 0.337, etaSeconds: 190 };

  it('has a line for the experiment and one for each run at work, each run once', () => {
    const rows = [
      row('Base', cell('temporal_concat', 'done', base), cell('late_fusion', 'done', base)),
      row('Repeat', cell('temporal_concat', 'running', working), cell('late_fusion', 'running', working)),
    ];
    expect(describeProgress(table(rows), state)).toEqual({
      lines: [
        'Table 2: 33 %, about 3 min 10 s left; 1 of 2 runs done',
        '  Repeat, seed 0: preparing data, 45 %, 1 min 15 s left',
      ],
      finished: false,
      failures: [],
    });
  });

  it('is finished when nothing is at work or will be, and names what failed', () => {
    const failed = run('Random crop, seed 0', 'FAILED', { statusMessage: 'The loss is not finite.' });
    const rows = [
      row('Random crop', cell('temporal_concat', 'failed', failed), cell('late_fusion', 'base_failed', null)),
    ];
    expect(describeProgress(table(rows), state)).toMatchObject({
      finished: true,
      failures: ['Random crop, seed 0 failed: The loss is not finite.'],
    });
    const waiting = [
      row('Random crop', cell('temporal_concat', 'failed', failed), cell('late_fusion', 'waiting', null)),
    ];
    expect(describeProgress(table(waiting), state).finished).toBe(false);
  });
});

describe('the live region', () => {
  it('draws over its own lines on a terminal and cuts those that would wrap', () => {
    const written: string[] = [];
    const region = liveRegion({ isTTY: true, columns: 6, write: (text) => written.push(text) });
    region.show(['123456789', 'b']);
    region.show(['c']);
    region.clear();
    expect(written).toEqual(['12345\nb\n', '\x1b[2A\x1b[0J', 'c\n', '\x1b[1A\x1b[0J']);
  });

  it('writes a plain line now and then where there is no terminal', () => {
    const written: string[] = [];
    let time = 0;
    const region = liveRegion({ write: (text) => written.push(text) }, () => time);
    for (; time < 31_000; time += 1000) region.show([`at ${time / 1000}`, '  run']);
    expect(written).toEqual(['at 0 | run\n', 'at 15 | run\n', 'at 30 | run\n']);
  });
});
