import type { Table1 } from '@/domain/table1/table1';
import { protocolText } from '@/domain/table2/protocolText';

/** What a reader of Table 1 has to know, under it. */
export function prepareTable1Notes({ rows, seeds }: Table1, dataset: string): string[] {
  const protocols = [...new Set(rows.flatMap(({ protocols: measured }) => measured.map(protocolText)))];
  const over = seeds.length > 1 ? ', mean ± standard deviation over seeds' : `, seed ${seeds[0] ?? 0}`;
  return [
    `mAP in %${over}; T: frames of a clip.`,
    ...(protocols.length > 0
      ? [`Protocol: ${protocols.join(' | ')}; labels from the annotations of the whole video.`]
      : []),
    dataset === 'Charades'
      ? 'Reported: mAP in % on Charades, in the rows of Base by the paper (Table 1); test protocols of others differ.'
      : `Reported: mAP in % on Charades, in the rows of Base by the paper (Table 1). Ours is ${dataset}, another data set: the two columns do not compare.`,
  ];
}
