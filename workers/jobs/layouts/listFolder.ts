import { basename, dirname, join, resolve } from 'node:path';
import { type Action, wholeVideo } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import { assertFolder } from './assertFolder';
import type { Listing, ListVideos } from './listing';
import { readAnnotation } from './readAnnotation';
import { splitVideos } from './splitVideos';
import { parseVideoCsv, type VideoCsvRow } from './videoCsv';
import { readVideoFolder, type VideoFolder } from './videoFolder';
import { videoIds } from './videoIds';

/** Any folder of videos and one CSV: a class is a name; classes are numbered in the order of their names. */
export const listFolder: ListVideos = async ({ root, annotations }) => {
  await assertFolder(root);
  const csv = await readAnnotation(resolve(root, annotations.csv ?? ''));
  const refuse = (line: number, reason: string) =>
    new AppError('dataset_invalid', `${csv.file}, line ${line}: ${reason}. Correct the file, then import again.`);
  const rows = parseVideoCsv(csv);
  const names = [...new Set(rows.flatMap((row) => row.class ?? []))].sort();
  if (names.length === 0) throw new AppError('dataset_invalid', `${csv.file} names no class: nothing could be learnt.`);
  const videos = await groupByVideo(root, rows, refuse);
  const found = videos.filter(({ there }) => there).length;
  if (found === 0)
    throw new AppError(
      'dataset_missing',
      `None of the ${videos.length} videos of ${csv.file} is in ${root} (for example ${videos[0]?.path}). Correct the folder, or the names in the CSV.`,
    );
  const ids = videoIds(videos.map(({ path }) => path));
  const { splits, note } = splitVideos(videos, refuse);
  const classes: Listing['classes'] = names.map((name, index) => ({ id: `c${String(index).padStart(3, '0')}`, name }));
  const places = { train: 0, test: 0 };
  const listed = videos.map((video, k) => {
    const split = splits[k] ?? 'train';
    const actions = video.rows.flatMap((row) => (row.class === null ? [] : actionOf(row, names.indexOf(row.class))));
    const position = places[split]++;
    const path = join(root, video.path);
    return {
      id: ids.get(video.path) ?? video.path,
      split,
      position,
      actions,
      lengthSeconds: null,
      path,
      kind: 'video' as const,
    };
  });
  return { classes, videos: listed, notes: [`Videos are read from ${root}, their classes from ${csv.file}.`, note] };
};

function actionOf({ start, end }: VideoCsvRow, cls: number): Action {
  return { class: cls, start: start ?? wholeVideo.start, end: end ?? wholeVideo.end };
}

type CsvVideo = { path: string; there: boolean; rows: VideoCsvRow[] };

/** The rows of each video, in the order of their first appearance; `a` and `a.mp4` are one video. */
async function groupByVideo(
  root: string,
  rows: VideoCsvRow[],
  refuse: (line: number, reason: string) => AppError,
): Promise<CsvVideo[]> {
  const folders = new Map<string, Promise<VideoFolder>>();
  const videos = new Map<string, CsvVideo>();
  for (const row of rows) {
    const folder = dirname(row.video);
    const content = folders.get(folder) ?? readVideoFolder(join(root, folder));
    folders.set(folder, content);
    const name = fileOf(await content, basename(row.video), (reason) => refuse(row.line, reason));
    const path = join(folder, name ?? basename(row.video));
    const video = videos.get(path) ?? { path, there: name !== null, rows: [] };
    video.rows.push(row);
    videos.set(path, video);
  }
  return [...videos.values()];
}

function fileOf(folder: VideoFolder, name: string, refuse: (reason: string) => AppError): string | null {
  const exact = folder.has(name);
  if (exact !== null) return exact;
  const called = folder.called(name);
  if (called.length > 1) throw refuse(`"${name}" could be ${called.join(' or ')}: write the ending as well`);
  return called[0] ?? null;
}
