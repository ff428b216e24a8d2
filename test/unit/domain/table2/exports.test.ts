import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import type { Cell } from '@/domain/experimentSpec';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import type { SubmissionRow } from '@/domain/submissionRow';
import type { Table1 } from '@/domain/table1/table1';
import { table1Latex } from '@/domain/table1/table1Latex';
import { againstBase } from '@/domain/table2/againstBase';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import { bestCell } from '@/domain/table2/bestCell';
import { tableCsv } from '@/domain/table2/tableCsv';
import { tableJson } from '@/domain/table2/tableJson';
import { tableLatex } from '@/domain/table2/tableLatex';
import { variantOf } from '@/domain/variants';

const cells: Cell[] = (['base', 'repeat', 'attention_ce_ce', 'attention_e_e'] as const).map((variant) => ({
  variant,
  fusion: 'late_fusion',
}));
const maps: Record<string, number[]> = {
  base: [0.92, 0.922],
  repeat: [0.918, 0.92],
  attention_ce_ce: [0.999, 0.998],
  attention_e_e: [0.981, Number.NaN],
};
const table = assembleTable2({
  method: defaultMethod,
  cells,
  seeds: [0, 1],
  frames: 8,
  table1Frames: [],
  runs: cells.flatMap((cell) =>
    [0, 1].map((seed) => ({
      id: `${cell.variant}${seed}`,
      name: cell.variant,
      seed,
      status: 'SUCCEEDED' as const,
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
    })),
  ),
  evaluations: cells.flatMap(({ variant }) =>
    [0, 1].map((seed) => ({
      id: `e-${variant}${seed}`,
      runId: `${variant}${seed}`,
      variant,
      objective: variantOf(variant).evaluationObjective,
      map: maps[variant]![seed]!,
      sampledMap: null,
      classesLeftOut: 0,
      boxHitRate: null,
      protocol: microProtocol,
      protocolKey: 'p',
    })),
  ),
});
const csv = () => parse(tableCsv(table), { columns: true }) as Record<string, string>[];
const csvCell = (variant: string) => csv().find((row) => row.variant === variant && row.fusion === 'late_fusion')!;

describe('Table 2 as CSV', () => {
  it('has a line a cell that other programs can read', () => {
    expect(csv()).toHaveLength(table.rows.length * 2);
    expect(csvCell('repeat')).toMatchObject({
      row: 'Repeat',
      n: '2',
      map_percent: '91.900',
      difference_points: '-0.200',
      map_percent_seed_1: '92.000',
      paper_map_percent_charades: '31.6',
      protocol:
        'test split, 3 clips a video of 8 frames at 8 fps, centre crop of 56 px from 64 px, max over clips, no saliency',
    });
  });

  it('marks rows that read ground truth, and never one of them as best', () => {
    expect(csvCell('attention_ce_ce')).toMatchObject({ oracle: 'yes', best: 'no' });
    expect(csvCell('attention_e_e')).toMatchObject({ oracle: 'no', best: 'yes' });
  });

  it('leaves cells without a score empty and says NaN where a score is none', () => {
    expect(csvCell('center')).toMatchObject({ n: '0', map_percent: '', map_percent_seed_0: '' });
    expect(csvCell('attention_e_e')).toMatchObject({ n: '1', map_percent_seed_1: 'NaN' });
  });
});

describe('Table 2 for LaTeX', () => {
  const latex = tableLatex(table, { caption: 'Ablation #3 of 100 % & more_or_less {x}' });

  it('has the rows with a score in the order of the paper, with spreads and paired differences', () => {
    const rows = latex
      .split('\n')
      .filter((line) => line.includes('&') && line.includes('$') && !line.includes('Delta'));
    expect(rows.map((row) => row.trim().split(' &')[0])).toEqual([
      'Base',
      'Repeat',
      'Attention CE/CE$^\\dagger$',
      'Attention E/E',
    ]);
    expect(latex).toContain('$91.9 \\pm 0.1$ & $-0.2 \\pm 0.0$');
  });

  it('sets the best in bold, but no row with a dagger', () => {
    expect(latex).toContain('\\textbf{$98.1$}');
    expect(latex).not.toMatch(/dagger.*textbf/);
    expect(latex).toContain('$^\\dagger$ reads ground truth');
  });

  it('opens and closes everything, and escapes what is special', () => {
    expect(latex.match(/\\begin\{/g)).toHaveLength(latex.match(/\\end\{/g)!.length);
    expect(latex).toContain('Ablation \\#3 of 100 \\% \\& more\\_or\\_less \\{x\\}.');
    expect(tableLatex(table, { caption: '\\input{x}^~' })).toContain(
      '\\textbackslash{}input\\{x\\}\\textasciicircum{}$\\sim$',
    );
  });
});

describe('Table 2 as JSON', () => {
  it('leads from every number to its run and evaluation, in units that it names', () => {
    const json = JSON.parse(tableJson(table, { id: 'x', name: 'n', dataset: 'd' }));
    const row = json.rows.find(({ variant }: { variant: string }) => variant === 'attention_e_e');
    const cell = row.cells.find(({ fusion }: { fusion: string }) => fusion === 'late_fusion');
    expect(cell.score).toEqual({ mean: 0.981, std: null, n: 1 });
    expect(cell.seeds[0]).toMatchObject({
      seed: 0,
      state: 'done',
      runId: 'attention_e_e0',
      evaluationId: 'e-attention_e_e0',
    });
    expect(cell.seeds[1].map).toBeNull();
    expect(json.rows.filter(({ oracle }: { oracle: boolean }) => oracle)).not.toHaveLength(0);
  });
});

describe('what stands beside Table 2 in its exports', () => {
  const row = (changes: Partial<SubmissionRow>): SubmissionRow => ({
    ...{ id: 's', name: 'Their net', fileName: 'scores.txt', map: 0.935, wap: 0.95, classAp: [0.9, Number.NaN] },
    ...{ split: 'test', videos: 300, missing: 4, unknown: 1, createdAt: new Date('2026-02-03T04:05:06Z'), ...changes },
  });
  const others = againstBase([row({}), row({ id: 't', name: '=cmd()|"x" & 50 %', map: Number.NaN })], table, null);
  const lengths: Table1 = {
    seeds: [0, 1],
    rows: [16, 24].map((frames) => ({
      ...table.rows[0]!.cells.late_fusion,
      ...{ frames, paper: frames === 16 ? 27.8 : null, score: { mean: 0.9, std: 0.01, n: 2 } },
    })),
  };
  const extras = { table1: lengths, others };

  it('holds scores of others against the mean of Base, where both are of the whole split', () => {
    expect(others.map(({ difference }) => difference)).toEqual([expect.closeTo(0.014, 12), null]);
    const limited = (test: number, split = 'test') =>
      againstBase([row({ split })], table, { train: 1, test }).map(({ difference }) => difference);
    expect(limited(299)).toEqual([null]);
    expect(limited(300)).toEqual([expect.closeTo(0.014, 12)]);
    expect(againstBase([row({ split: 'train' })], table, null)[0]?.difference).toBeNull();
    const unscored = { ...table, rows: table.rows.filter(({ variant }) => variant !== 'base') };
    expect(againstBase([row({})], unscored, null)[0]?.difference).toBeNull();
  });

  it('is marked in CSV, and a name cannot become a formula', () => {
    const lines = parse(tableCsv(table, extras), { columns: true }) as Record<string, string>[];
    expect(lines.filter((line) => line.made_here === 'no')).toMatchObject([
      {
        table: 'scores of others',
        row: 'Their net',
        map_percent: '93.500',
        difference_points: '1.400',
        missing_videos: '4',
      },
      { row: `'=cmd()|"x" & 50 %`, map_percent: 'NaN', difference_points: '' },
    ]);
    expect(lines.filter((line) => line.table === 'Table 1')).toMatchObject([
      { row: 'Base, T = 16', frames: '16', map_percent: '90.000', paper_map_percent_charades: '27.8' },
      { row: 'Base, T = 24', frames: '24', paper_map_percent_charades: '' },
    ]);
  });

  it('is marked in LaTeX, and nothing of another data set stands in the column of ours', () => {
    const latex = tableLatex(table, { caption: 'c', others });
    expect(latex).toContain('Their net$^\\ddagger$ & \\multicolumn{4}{c}{$93.5$ ($\\Delta$ $+1.4$)}');
    expect(latex).toContain(
      '=cmd()\\textbar{}\\textquotedblright{}x\\textquotedblright{} \\& 50 \\%$^\\ddagger$ & \\multicolumn{4}{c}{--}',
    );
    expect(latex).toContain('not made here');
    const first = table1Latex(lengths, { caption: 'c', dataset: 'My_Videos' });
    expect(first).toContain('Method & $T$ & My\\_Videos & Reported, Charades');
    expect(first).toContain('I3D baseline (STRG) & 32 & -- & $31.8$');
    expect(first).toContain('Base & 16 & $90.0 \\pm 1.0$ & $27.8$');
    expect(first).toContain('Base & 24 & $90.0 \\pm 1.0$ & --');
  });

  it('is marked in JSON', () => {
    const json = JSON.parse(tableJson(table, { id: 'x', name: 'n', dataset: 'd' }, extras));
    expect(json.scoresOfOthers).toMatchObject([
      { name: 'Their net', madeHere: false, map: 0.935, classAp: [0.9, null], missing: 4 },
      { map: null, difference: null },
    ]);
    expect(json.table1.rows.map(({ frames, paper }: { frames: number; paper: number }) => [frames, paper])).toEqual([
      [16, 27.8],
      [24, null],
    ]);
    expect(json.table1.reportedOnCharades.map(({ map }: { map: number }) => map)).toEqual([31.8, 25.2, 22.4, 18.6]);
  });
});

describe('the best cell of an experiment', () => {
  it('is the highest that reads no ground truth', () => {
    expect(bestCell(table)).toMatchObject({ variant: 'attention_e_e', fusion: 'late_fusion' });
  });

  it('is none while nothing is scored', () => {
    expect(
      bestCell(
        assembleTable2({
          ...{ method: defaultMethod, cells, seeds: [0], frames: 8, table1Frames: [] },
          ...{ runs: [], evaluations: [] },
        }),
      ),
    ).toBeNull();
  });
});
