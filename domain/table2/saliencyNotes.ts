import { fusionIds, fusions } from '@/domain/fusions';
import { noSaliencyText } from '@/domain/noSaliencyText';
import type { TableRow } from './table2';

/** One sentence a cell with clips without saliency: `Attention E/E, Late fusion: 12 of 300 clips had no saliency and took the centre box.` */
export function saliencyNotes(rows: TableRow[]): string[] {
  return rows.flatMap(({ label, cells }) =>
    fusionIds.flatMap((fusion) => {
      const { saliency } = cells[fusion];
      if (!saliency || saliency.without === 0) return [];
      return [`${label}, ${fusions[fusion].label}: ${noSaliencyText(saliency)} and took the centre box.`];
    }),
  );
}
