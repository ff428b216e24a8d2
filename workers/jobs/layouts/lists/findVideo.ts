import type { ListColumns } from './listColumns';
import type { FoundVideo, VideoFinder } from './videoFinder';

/** `whole`: the file is the clip that start and end cut out of a longer video, so the label holds from its beginning to its end. */
export type RowVideo = { found: FoundVideo | null; whole: boolean };

/**
 * The video of a row. Ids of Kinetics stand for `<id>_000010_000020.mp4` (start and end in whole seconds), in the folder itself or in
 * one named after the split, the class, or both; the id alone is looked for as well.
 */
export async function findVideo(fields: string[], columns: ListColumns, finder: VideoFinder): Promise<RowVideo> {
  const name = fields[columns.video] ?? '';
  if (columns.cutOut) {
    for (const clip of clipNames(name, fields, columns)) {
      const found = await finder.find(clip);
      if (found?.there) return { found, whole: true };
    }
  }
  return { found: await finder.find(name), whole: false };
}

function clipNames(id: string, fields: string[], columns: ListColumns): string[] {
  const field = (column: number | undefined) => (column === undefined ? '' : (fields[column] ?? ''));
  const [start, end] = [secondsText(field(columns.start)), secondsText(field(columns.end))];
  if (start === null || end === null) return [];
  const [split, label] = [field(columns.split), field(columns.class)];
  const labels = [label, label.replaceAll(' ', '_')].filter((name) => name !== '');
  const splits = split === '' ? [] : [split];
  const folders = ['', ...splits, ...labels, ...splits.flatMap((one) => labels.map((name) => `${one}/${name}`))];
  return [...new Set(folders)].map((folder) => `${folder === '' ? '' : `${folder}/`}${id}_${start}_${end}`);
}

/** `10` and `10.0` are 000010. */
function secondsText(text: string): string | null {
  return /^\d{1,6}(\.\d+)?$/.test(text) ? String(Math.trunc(Number(text))).padStart(6, '0') : null;
}
