import { isVideoName } from '@/workers/jobs/layouts/videoFolder';
import type { ListRecord } from '@/workers/ml/data/listRecords';
import { findVideo } from './findVideo';
import { type KnownColumns, knownColumns, type ListColumns } from './listColumns';
import type { VideoFinder } from './videoFinder';

export type Interpretation = {
  columns: ListColumns;
  /** Names of the columns; null where the first line is a row. */
  header: string[] | null;
  /** Rows looked at whose video lies in the folder, and whose video is named as video files are. */
  hits: number;
  endings: number;
  /** Rows looked at. */
  rows: number;
};

const mostColumns = 64;

/** Finds out what the columns of a list are, by the names in its first line and by which of them names videos of the folder. */
export async function interpretList(records: ListRecord[], finder: VideoFinder): Promise<Interpretation> {
  const [first, ...rest] = records;
  const known = knownColumns(first?.fields ?? []);
  const isNamed = known.video.length + known.class.length + known.order.length > 0;
  if (first && isNamed) {
    const columns = await columnsOfHeader({ known, rows: rest, finder, width: first.fields.length });
    if (columns && !(await names(first.fields, columns, finder)))
      return { columns, header: first.fields, ...(await countVideos(rest, columns, finder)) };
  }
  const columns = await columnsOfRows(records, finder);
  return { columns, header: null, ...(await countVideos(records, columns, finder)) };
}

/** Null where the header names no column of videos and none of them holds any. */
async function columnsOfHeader(options: {
  known: KnownColumns;
  rows: ListRecord[];
  finder: VideoFinder;
  width: number;
}): Promise<ListColumns | null> {
  const { known, rows, finder, width } = options;
  const [start, end, split] = [known.start[0], known.end[0], known.split[0]];
  const taken = new Set([...known.class, ...known.order, ...known.start, ...known.end, ...known.split]);
  const free = Array.from({ length: Math.min(width, mostColumns) }, (_, column) => column);
  const candidates = known.video.length > 0 ? known.video : free.filter((column) => !taken.has(column));
  const [cls, order] = classColumns(known, rows);
  const columnsWith = (video: number): ListColumns => {
    const cutOut = known.ids.has(video) && start !== undefined && end !== undefined;
    const others = Object.entries({ class: cls, order, start, end, split }).filter(
      ([, column]) => column !== undefined,
    );
    return { video, cutOut, ...Object.fromEntries(others) };
  };
  const best = await bestColumn(
    candidates,
    async (video) => (await countVideos(rows, columnsWith(video), finder)).hits,
  );
  if (known.video.length === 0 && best.hits === 0) return null;
  return columnsWith(best.column);
}

/** Where names and numbers of the classes stand side by side, the numbers say the order. */
function classColumns(known: KnownColumns, rows: ListRecord[]): [cls: number | undefined, order: number | undefined] {
  const all = [...known.class, ...known.order];
  const isNumbers = (column: number) => rows.every(({ fields }) => /^-?\d*$/.test(fields[column] ?? ''));
  const cls = all.find((column) => !isNumbers(column)) ?? all[0];
  const order = all.find((column) => column !== cls && rows.length > 0 && isNumbers(column));
  return [cls, cls !== undefined && isNumbers(cls) ? undefined : order];
}

/** Without a header: video, class, start, end, split; or class and video; or video, class and split. */
async function columnsOfRows(records: ListRecord[], finder: VideoFinder): Promise<ListColumns> {
  const width = records.reduce((most, { fields }) => Math.max(most, fields.length), 1);
  const free = Array.from({ length: Math.min(width, mostColumns) }, (_, column) => column);
  const { column } = await bestColumn(free, async (video) => {
    return (await countVideos(records, { video, cutOut: false }, finder)).hits;
  });
  if (width === 2 && column === 1) return { video: 1, class: 0, cutOut: false };
  const isSplit = (at: number) => records.every(({ fields }) => /^(train|test)(ing)?$/i.test(fields[at] ?? ''));
  if (width === 3 && isSplit(2)) return { video: 0, class: 1, split: 2, cutOut: false };
  const places = { class: 1, start: 2, end: 3, split: 4 };
  const there = Object.entries(places).filter(([, at]) => at < width);
  return { video: column, ...(column === 0 ? Object.fromEntries(there) : {}), cutOut: false };
}

async function bestColumn(columns: number[], hitsOf: (column: number) => Promise<number>) {
  let best = { column: columns[0] ?? 0, hits: 0 };
  for (const column of columns) {
    const hits = await hitsOf(column);
    if (hits > best.hits) best = { column, hits };
  }
  return best;
}

async function countVideos(rows: ListRecord[], columns: ListColumns, finder: VideoFinder) {
  let hits = 0;
  let endings = 0;
  for (const { fields } of rows) {
    if (await names(fields, columns, finder)) hits += 1;
    if (isVideoName(fields[columns.video] ?? '')) endings += 1;
  }
  return { hits, endings, rows: rows.length };
}

/** Whether a row names a video that lies in the folder. */
async function names(fields: string[], columns: ListColumns, finder: VideoFinder): Promise<boolean> {
  return (await findVideo(fields, columns, finder)).found?.there === true;
}
