import { type CsvField, csvText } from '@/domain/csv';
import { fusionIds } from '@/domain/fusions';
import type { Table1, Table1Row } from '@/domain/table1/table1';
import type { ComparedSubmission } from './againstBase';
import { protocolText } from './protocolText';
import type { SeedSummary, Table2, TableCell, TableRow } from './table2';

type Line = Record<string, CsvField>;

/** What stands beside Table 2 in an export: Table 1 where the experiment has it, and scores of others. */
export type TableExtras = { table1?: Table1 | null; others?: ComparedSubmission[] };

/**
 * Table 2, Table 1 and scores of others as CSV, a line a cell: scores, differences and spreads in percent, every seed in a column of its
 * own. Oracle rows and scores that were not made here say so in a column.
 */
export function tableCsv({ rows, seeds }: Table2, { table1 = null, others = [] }: TableExtras = {}): string {
  const columns = [
    'table',
    'made_here',
    'row',
    'variant',
    'fusion',
    'frames',
    'oracle',
    'best',
    'n',
    'map_percent',
    'map_std',
    'difference_points',
    'difference_std',
    'difference_n',
    'box_hit_percent',
    'saliency_clips',
    'clips_without_saliency',
    'sampled_map_percent',
    'wap_percent',
    'missing_videos',
    ...seeds.map((seed) => `map_percent_seed_${seed}`),
    'protocol',
    'paper_map_percent_charades',
  ];
  const lines = [
    ...rows.flatMap((row) => fusionIds.map((fusion) => cellLine(row, row.cells[fusion]))),
    ...(table1?.rows ?? []).map(lengthLine),
    ...others.map(otherLine),
  ];
  return csvText([columns, ...lines.map((line) => columns.map((column) => line[column] ?? ''))]);
}

function cellLine(row: TableRow, cell: TableCell): Line {
  return {
    ...summaryLine(cell),
    table: 'Table 2',
    row: row.label,
    variant: row.variant,
    fusion: cell.fusion,
    oracle: yesNo(row.oracle),
    best: yesNo(cell.best),
    paper_map_percent_charades: row.paper === null ? '' : number(row.paper[cell.fusion]),
  };
}

function lengthLine({ frames, paper, ...summary }: Table1Row): Line {
  return {
    ...summaryLine(summary),
    table: 'Table 1',
    row: `Base, T = ${frames}`,
    variant: 'base',
    frames: number(frames),
    oracle: 'no',
    best: 'no',
    paper_map_percent_charades: paper === null ? '' : number(paper),
  };
}

function summaryLine({ score, difference, sampled, boxHitRate, saliency, seeds, protocols }: SeedSummary): Line {
  return {
    made_here: 'yes',
    frames: [...new Set(protocols.map(({ frames }) => frames))].join('; '),
    n: number(score?.n ?? 0),
    map_percent: percent(score?.mean),
    map_std: percent(score?.std),
    difference_points: percent(difference?.mean),
    difference_std: percent(difference?.std),
    difference_n: number(difference?.n ?? 0),
    box_hit_percent: percent(boxHitRate?.mean),
    saliency_clips: String(saliency?.clips ?? ''),
    clips_without_saliency: String(saliency?.without ?? ''),
    sampled_map_percent: percent(sampled?.mean),
    ...Object.fromEntries(seeds.map(({ seed, evaluation }) => [`map_percent_seed_${seed}`, percent(evaluation?.map)])),
    protocol: protocols.map(protocolText).join('; '),
  };
}

function otherLine({ name, fileName, split, map, wap, missing, difference }: ComparedSubmission): Line {
  return {
    table: 'scores of others',
    made_here: 'no',
    row: name,
    oracle: 'unknown',
    best: 'no',
    map_percent: percent(map),
    difference_points: percent(difference),
    wap_percent: percent(wap),
    missing_videos: number(missing),
    protocol: `${split} split, scores of the file ${fileName || 'without a name'}`,
  };
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function number(value: number): CsvField {
  return { number: String(value) };
}

function percent(value: number | null | undefined): CsvField {
  if (value === null || value === undefined) return '';
  return { number: Number.isFinite(value) ? (value * 100).toFixed(3) : 'NaN' };
}
