import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import type { Cell } from '@/domain/experimentSpec';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
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
      '\\textbackslash{}input\\{x\\}\\textasciicircum{}\\textasciitilde{}',
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
