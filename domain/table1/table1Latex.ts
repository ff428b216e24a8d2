import { latexSpread } from '@/domain/latex/latexSpread';
import { latexHead, latexText } from '@/domain/latex/latexText';
import { protocolText } from '@/domain/table2/protocolText';
import { competitors } from './references';
import type { Table1 } from './table1';

/**
 * Table 1 for booktabs: Base by the frames of its clips on our data, and what the paper and others reported on Charades in a column of
 * its own, so that nothing of another data set stands under one heading.
 * @param dataset plain text; it is escaped
 */
export function table1Latex(
  { rows, seeds }: Table1,
  { caption, dataset }: { caption: string; dataset: string },
): string {
  const protocols = new Set(rows.flatMap(({ protocols: measured }) => measured.map(protocolText)));
  const over =
    seeds.length > 1 ? `, mean $\\pm$ standard deviation over ${seeds.length} seeds` : `, seed ${seeds[0] ?? 0}`;
  const notes = [
    `mAP [\\%] on ${latexText(dataset)}${over}; reported: mAP [\\%] on Charades, as the paper and others give it.`,
    ...[...protocols].map((protocol) => `Protocol: ${latexText(protocol)}.`),
  ];
  const lines = [
    '\\begin{table}',
    '  \\centering',
    '  \\begin{tabular}{lrrr}',
    '    \\toprule',
    `    Method & $T$ & ${latexText(dataset)} & Reported, Charades \\\\`,
    '    \\midrule',
    ...competitors.map(
      ({ method, frames, map }) => `    ${latexText(method)} & ${frames ?? '--'} & -- & $${map.toFixed(1)}$ \\\\`,
    ),
    '    \\midrule',
    ...rows.map(({ frames, score, paper }) => {
      const reported = paper === null ? '--' : `$${paper.toFixed(1)}$`;
      return `    Base & ${frames} & ${score === null ? '--' : latexSpread(score)} & ${reported} \\\\`;
    }),
    '    \\bottomrule',
    '  \\end{tabular}',
    `  \\caption{${latexText(caption)}, Table 1. ${notes.join(' ')}}`,
    '\\end{table}',
    '',
  ];
  return [...latexHead(lines.join('\n')), ...lines].join('\n');
}
