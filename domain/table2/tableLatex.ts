import { fusionIds, fusions } from '@/domain/fusions';
import { latexSpread } from '@/domain/latex/latexSpread';
import { latexHead, latexText } from '@/domain/latex/latexText';
import type { ComparedSubmission } from './againstBase';
import { protocolText } from './protocolText';
import { saliencyNotes } from './saliencyNotes';
import type { Table2, TableCell, TableRow } from './table2';
import { unreadNotes } from './unreadNotes';

/**
 * Table 2 in the layout of the paper, for booktabs: rows x fusions, mAP [%] with the spread over seeds, the difference to Base behind
 * it. The best cell of a column is bold; rows that read ground truth carry a dagger and are never bold, scores of others a double one.
 * @param caption plain text; it is escaped
 */
export function tableLatex(
  { rows, seeds }: Table2,
  { caption, others = [] }: { caption: string; others?: ComparedSubmission[] },
): string {
  const shown = rows.filter((row) => fusionIds.some((fusion) => row.cells[fusion].score !== null));
  const heads = fusionIds.map((fusion) => `\\multicolumn{2}{c}{${latexText(fusions[fusion].label)}}`);
  const lines = [
    '\\begin{table}',
    '  \\centering',
    `  \\begin{tabular}{l${'rr'.repeat(fusionIds.length)}}`,
    '    \\toprule',
    `    & ${heads.join(' & ')} \\\\`,
    `    ${fusionIds.map((_, index) => `\\cmidrule(lr){${2 + 2 * index}-${3 + 2 * index}}`).join(' ')}`,
    `    Row & ${fusionIds.map(() => 'mAP & $\\Delta$').join(' & ')} \\\\`,
    '    \\midrule',
    ...shown.map((row) => `    ${latexRow(row)} \\\\`),
    ...(others.length > 0 ? ['    \\midrule', ...others.map((row) => `    ${otherRow(row)} \\\\`)] : []),
    '    \\bottomrule',
    '  \\end{tabular}',
    `  \\caption{${latexText(caption)}. ${notes(shown, seeds, others).join(' ')}}`,
    '\\end{table}',
    '',
  ];
  return [...latexHead(lines.join('\n')), ...lines].join('\n');
}

function notes(shown: TableRow[], seeds: number[], others: ComparedSubmission[]): string[] {
  const measured = shown.flatMap((row) => fusionIds.flatMap((fusion) => row.cells[fusion].protocols));
  const protocols = new Set(measured.map(protocolText));
  const over =
    seeds.length > 1 ? `, mean $\\pm$ standard deviation over ${seeds.length} seeds` : `, seed ${seeds[0] ?? 0}`;
  return [
    `mAP [\\%]${over}; $\\Delta$: difference to Base${seeds.length > 1 ? ', paired by seed' : ''}.`,
    ...[...protocols].map((protocol) => `Protocol: ${latexText(protocol)}.`),
    ...(shown.some(({ oracle }) => oracle) ? ['$^\\dagger$ reads ground truth at evaluation.'] : []),
    ...saliencyNotes(shown).map(latexText),
    ...unreadNotes(shown).map(latexText),
    ...(others.length > 0 ? ['$^\\ddagger$ scores of others, not made here; $\\Delta$ to the mean of Base.'] : []),
  ];
}

function latexRow(row: TableRow): string {
  const name = `${latexText(row.label)}${row.oracle ? '$^\\dagger$' : ''}`;
  return [name, ...fusionIds.flatMap((fusion) => latexCell(row.cells[fusion]))].join(' & ');
}

function latexCell({ score, difference, best }: TableCell): [string, string] {
  const map = score === null ? '--' : latexSpread(score);
  return [best ? `\\textbf{${map}}` : map, difference === null ? '' : latexSpread(difference, { signed: true })];
}

function otherRow({ name, map, difference }: ComparedSubmission): string {
  const score = Number.isFinite(map) ? latexSpread({ mean: map, std: null }) : '--';
  const delta =
    difference === null ? '' : ` ($\\Delta$ ${latexSpread({ mean: difference, std: null }, { signed: true })})`;
  return `${latexText(name)}$^\\ddagger$ & \\multicolumn{${2 * fusionIds.length}}{c}{${score}${delta}}`;
}
