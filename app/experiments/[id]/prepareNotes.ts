import { fusionIds } from '@/domain/fusions';
import { protocolText } from '@/domain/table2/protocolText';
import type { Table2 } from '@/domain/table2/table2';

/** What a reader of the numbers has to know, under the table. */
export function prepareNotes({ rows, seeds }: Table2): string[] {
  const cells = rows.flatMap((row) => fusionIds.map((fusion) => row.cells[fusion]));
  const protocols = [...new Set(cells.flatMap((cell) => cell.protocols.map(protocolText)))];
  const over = seeds.length > 1 ? `, mean ± standard deviation over seeds` : `, seed ${seeds[0] ?? 0}`;
  const paired = seeds.length > 1 ? 'paired by seed, ' : '';
  return [
    `mAP in %${over}. Δ: difference to Base, ${paired}in percentage points. Bold: the best row of a column that reads no ground truth.`,
    ...(protocols.length === 1 ? [`Protocol: ${protocols[0]}; labels from the annotations of the whole video.`] : []),
    ...(protocols.length > 1 ? [`Scores of different protocols stand side by side: ${protocols.join(' | ')}.`] : []),
    'Paper: mAP in % on Charades with T = 64 (Table 2). Another data set and another network: only the order is comparable.',
  ];
}
