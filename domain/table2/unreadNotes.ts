import { fusionIds } from '@/domain/fusions';
import type { TableRow } from './table2';

/** `3 test videos could not be read: they have no scores and rank last.`; the largest number among the rows. */
export function unreadNotes(rows: TableRow[]): string[] {
  const evaluations = rows.flatMap(({ cells }) => fusionIds.flatMap((fusion) => cells[fusion].seeds));
  const most = Math.max(0, ...evaluations.map(({ evaluation }) => evaluation?.unreadVideos ?? 0));
  return most === 0
    ? []
    : [`${unreadText(most)}: ${most === 1 ? 'it has no scores and ranks' : 'they have no scores and rank'} last.`];
}

/** `3 test videos could not be read`. */
export function unreadText(videos: number): string {
  return `${videos.toLocaleString('en-GB')} test ${videos === 1 ? 'video' : 'videos'} could not be read`;
}
