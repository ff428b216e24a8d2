import { fusionIds } from '@/domain/fusions';
import { protocolText } from './protocolText';
import type { Table2, TableCell, TableRow } from './table2';

/**
 * Table 2 as CSV (RFC 4180), a line a cell: scores, differences and spreads in percent, every seed in a column of its own.
 * Oracle rows say so in a column.
 */
export function tableCsv({ rows, seeds }: Table2): string {
  const header = [
    'row',
    'variant',
    'fusion',
    'oracle',
    'best',
    'n',
    'map_percent',
    'map_std',
    'difference_points',
    'difference_std',
    'difference_n',
    'box_hit_percent',
    ...seeds.map((seed) => `map_percent_seed_${seed}`),
    'protocol',
    'paper_map_percent_charades',
  ];
  const lines = rows.flatMap((row) => fusionIds.map((fusion) => line(row, row.cells[fusion])));
  return `${[header, ...lines].map((fields) => fields.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function line(row: TableRow, cell: TableCell): string[] {
  const { score, difference, boxHitRate } = cell;
  return [
    row.label,
    row.variant,
    cell.fusion,
    row.oracle ? 'yes' : 'no',
    cell.best ? 'yes' : 'no',
    String(score?.n ?? 0),
    percent(score?.mean),
    percent(score?.std),
    percent(difference?.mean),
    percent(difference?.std),
    String(difference?.n ?? 0),
    percent(boxHitRate?.mean),
    ...cell.seeds.map(({ evaluation }) => percent(evaluation?.map)),
    cell.protocols.map(protocolText).join('; '),
    row.paper === null ? '' : String(row.paper[cell.fusion]),
  ];
}

function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return Number.isFinite(value) ? (value * 100).toFixed(3) : 'NaN';
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
