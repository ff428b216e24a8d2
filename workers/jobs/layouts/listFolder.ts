import { join } from 'node:path';
import { type Action, wholeVideo } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import { assertFolder } from './assertFolder';
import { readGiven } from './findAnnotation';
import type { Listing, ListVideos } from './listing';
import { chooseClasses } from './lists/chooseClasses';
import { describeList } from './lists/describeList';
import { type ListRow, listRows } from './lists/listRows';
import { type ReadList, readList } from './lists/readList';
import { createVideoFinder } from './lists/videoFinder';
import { splitVideos } from './splitVideos';
import { videoIds } from './videoIds';

/** Kinetics-400 has 240,000 training clips. */
const mostVideos = 300_000;

/** Any folder of videos and one list of them, as many programs write them: a class is a name. */
export const listFolder: ListVideos = async ({ root, annotations }) => {
  await assertFolder(root);
  const csv = await readGiven(root, annotations.csv ?? '');
  const refuse = (line: number, reason: string) =>
    new AppError('dataset_invalid', `${csv.file}, line ${line}: ${reason}. Correct the file, then import again.`);
  const finder = createVideoFinder(root);
  const list = await readList(csv, { root, finder, refuse });
  const rows = await listRows(list, { finder, refuse });
  const videos = groupByVideo(rows);
  if (videos.length > mostVideos)
    throw new AppError(
      'dataset_invalid',
      `${csv.file} names ${videos.length.toLocaleString('en-GB')} videos; a dataset has at most ${mostVideos.toLocaleString('en-GB')}. Split the list.`,
    );
  if (!rows.some(({ there }) => there))
    throw new AppError(
      'dataset_missing',
      `None of the ${videos.length} videos of ${csv.file} is in ${root}. Correct the folder, or the names in the file: they are relative to the folder.`,
    );
  if (!rows.some((row) => row.class !== null))
    throw new AppError('dataset_invalid', `${csv.file} names no class: nothing could be learnt.`);
  const { names, of, why, notes } = await chooseClasses(rows, {
    ...{ root, csv: csv.file, given: annotations.classes, refuse },
  });
  const ids = videoIds(videos.map(({ path }) => path));
  const { splits, note } = splitVideos(videos, refuse);
  const classes: Listing['classes'] = names.map((name, index) => ({ id: `c${String(index).padStart(3, '0')}`, name }));
  const places = { train: 0, test: 0 };
  const listed = videos.map((video, k) => {
    const split = splits[k] ?? 'train';
    const actions = video.rows.flatMap((row) => actionsOf(row, of));
    const position = places[split]++;
    const id = ids.get(video.path) ?? video.path;
    return { id, split, position, actions, lengthSeconds: null, path: join(root, video.path), kind: 'video' as const };
  });
  const splitOf = new Map(videos.map(({ path }, k) => [path, splits[k] ?? ('train' as const)]));
  return {
    classes,
    classOrder: why,
    videos: listed,
    lists: [describeList({ file: csv.file, list, rows, of, splitOf })],
    notes: [
      `Videos are read from ${root}, their classes from ${csv.file}.`,
      note,
      ...cutOutNotes(list, rows),
      ...notes,
    ],
  };
};

function cutOutNotes({ columns }: ReadList, rows: readonly ListRow[]): string[] {
  if (!columns.cutOut) return [];
  const [whole, all] = [rows.filter((row) => row.whole).length, rows.length].map((n) => n.toLocaleString('en-GB'));
  return [
    `${whole} of ${all} rows are clips that were cut out of longer videos (named id_start_end): their labels hold for the whole file, because start and end are times of the longer video. In the other rows they are taken for times of the file itself.`,
  ];
}

function actionsOf(row: ListRow, of: ReadonlyMap<string, number>): Action[] {
  const index = row.class === null ? undefined : of.get(row.class);
  if (index === undefined) return [];
  return [{ class: index, start: row.start ?? wholeVideo.start, end: row.end ?? wholeVideo.end }];
}

/** The rows of each video, in the order of their first appearance; `a` and `a.mp4` are one video. */
function groupByVideo(rows: readonly ListRow[]): { path: string; rows: ListRow[] }[] {
  const videos = new Map<string, { path: string; rows: ListRow[] }>();
  for (const row of rows) {
    const video = videos.get(row.video);
    if (video) video.rows.push(row);
    else videos.set(row.video, { path: row.video, rows: [row] });
  }
  return [...videos.values()];
}
