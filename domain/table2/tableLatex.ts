import { fusionIds, fusions } from '@/domain/fusions';
import { protocolText } from './protocolText';
import type { Spread, Table2, TableCell, TableRow } from './table2';

/**
 * Table 2 in the layout of the paper, for booktabs: rows x fusions, mAP [%] with the spread over seeds, the difference to Base behind
 * it. The best cell of a column is bold; rows that read ground truth carry a dagger and are never bold.
 * @param caption plain text; it is escaped
 */
export function tableLatex({ rows, seeds }: Table2, { caption }: { caption: string }): string {
  const shown = rows.filter((row) => fusionIds.some((fusion) => row.cells[fusion].score !== null));
  const protocols = new Set(
    shown.flatMap((row) => fusionIds.flatMap((fusion) => row.cells[fusion].protocols.map(protocolText))),
  );
  const notes = [
    `mAP [\\%]${seeds.length > 1 ? `, mean $\\pm$ standard deviation over ${seeds.length} seeds` : `, seed ${seeds[0] ?? 0}`}; $\\Delta$: difference to Base${seeds.length > 1 ? ', paired by seed' : ''}.`,
    ...[...protocols].map((protocol) => `Protocol: ${escaped(protocol)}.`),
    ...(shown.some(({ oracle }) => oracle) ? ['$^\\dagger$ reads ground truth at evaluation.'] : []),
  ];
  const heads = fusionIds.map((fusion) => `\\multicolumn{2}{c}{${escaped(fusions[fusion].label)}}`);
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\begin{tabular}{l${'rr'.repeat(fusionIds.length)}}`,
    '    \\toprule',
    `    & ${heads.join(' & ')} \\\\`,
    `    ${fusionIds.map((_, index) => `\\cmidrule(lr){${2 + 2 * index}-${3 + 2 * index}}`).join(' ')}`,
    `    Row & ${fusionIds.map(() => 'mAP & $\\Delta$').join(' & ')} \\\\`,
    '    \\midrule',
    ...shown.map((row) => `    ${latexRow(row)} \\\\`),
    '    \\bottomrule',
    '  \\end{tabular}',
    `  \\caption{${escaped(caption)}. ${notes.join(' ')}}`,
    '\\end{table}',
    '',
  ].join('\n');
}

function latexRow(row: TableRow): string {
  const name = `${escaped(row.label)}${row.oracle ? '$^\\dagger$' : ''}`;
  return [name, ...fusionIds.flatMap((fusion) => latexCell(row.cells[fusion]))].join(' & ');
}

function latexCell({ score, difference, best }: TableCell): [string, string] {
  const map = score === null ? '--' : spread(score);
  return [best ? `\\textbf{${map}}` : map, difference === null ? '' : spread(difference, { signed: true })];
}

function spread({ mean, std }: Spread, { signed = false } = {}): string {
  const points = (mean * 100).toFixed(1);
  const sign = signed && mean * 100 >= 0.05 ? '+' : '';
  const value = `${sign}${points === '-0.0' ? '0.0' : points}`;
  return std === null ? `$${value}$` : `$${value} \\pm ${(std * 100).toFixed(1)}$`;
}

const special: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function escaped(text: string): string {
  return text.replace(/[\\~^]|[&%$#_{}]/g, (character) => special[character] ?? `\\${character}`);
}
