import { fusionIds } from '@/domain/fusions';
import { type Objective, objectives } from '@/domain/objectives';
import { protocolText } from '@/domain/table2/protocolText';
import { saliencyNotes } from '@/domain/table2/saliencyNotes';
import type { Table2 } from '@/domain/table2/table2';
import { unreadNotes } from '@/domain/table2/unreadNotes';

/** What a reader of the numbers has to know, under the table. */
export function prepareNotes({ rows, seeds }: Table2, withOthers = false): string[] {
  const cells = rows.flatMap((row) => fusionIds.map((fusion) => row.cells[fusion]));
  const measured = cells.flatMap((cell) => cell.protocols);
  const protocols = [...new Set(measured.map(({ objective: _, ...protocol }) => protocolText(protocol)))];
  const leftOut = Math.max(
    0,
    ...cells.flatMap((cell) => cell.seeds.map(({ evaluation }) => evaluation?.classesLeftOut ?? 0)),
  );
  const over = seeds.length > 1 ? `, mean ± standard deviation over seeds` : `, seed ${seeds[0] ?? 0}`;
  const paired = seeds.length > 1 ? 'paired by seed, ' : '';
  return [
    `mAP in %${over}. Δ: difference to Base, ${paired}in percentage points. Bold: the best row of a column that reads no ground truth.`,
    ...(protocols.length === 1 ? [`Protocol: ${protocols[0]}; labels from the annotations of the whole video.`] : []),
    ...(protocols.length > 1 ? [`Scores of different protocols stand side by side: ${protocols.join(' | ')}.`] : []),
    ...objectiveNote(measured.flatMap(({ objective }) => objective ?? [])),
    ...saliencyNotes(rows),
    ...unreadNotes(rows),
    ...(leftOut > 0
      ? [
          `${leftOut} ${leftOut === 1 ? 'class has' : 'classes have'} no positive in the split and ${leftOut === 1 ? 'is' : 'are'} in no mean.`,
        ]
      : []),
    ...(withOthers
      ? [
          'Scores of others: read from submission files and scored here against the annotations of the whole split; how they were made is theirs to say.',
        ]
      : []),
    'Paper: mAP in % on Charades with T = 64 (Table 2). Another data set or another network: only the order is comparable.',
  ];
}

function objectiveNote(used: Objective[]): string[] {
  const told = [...new Set(used)].map((id) => `${objectives[id].label}: ${objectives[id].description}`);
  return told.length === 0 ? [] : [`Objectives of the saliency at test. ${told.join('. ')}.`];
}
