import type { ColumnMeaning } from '@/domain/listReading';

/** The meanings that a column of a list of own videos can have; the best name first. */
const names = {
  video: [
    ...['video', 'filename', 'file_name', 'file', 'path', 'filepath', 'file_path', 'video_path', 'video_name'],
    ...['video_file', 'videos', 'clip', 'youtube_id', 'ytid', 'yt_id', 'video_id', 'vid', 'id', 'name'],
  ],
  class: ['class', 'label', 'class_name', 'label_name', 'classname', 'category', 'action', 'activity', 'labels'],
  order: ['class_id', 'class_index', 'class_idx', 'label_id', 'label_index', 'label_idx', 'action_id', 'order'],
  start: ['start', 'time_start', 'start_time', 'start_seconds', 'start_sec', 't_start', 'begin'],
  end: ['end', 'time_end', 'end_time', 'end_seconds', 'end_sec', 't_end', 'stop'],
  split: ['split', 'subset', 'set', 'partition'],
} as const satisfies Partial<Record<ColumnMeaning, readonly string[]>>;
export type ListMeaning = keyof typeof names;

/** Columns that hold the id of a clip that was cut out of a longer video, as in Kinetics. */
const idNames = new Set(['youtube_id', 'ytid', 'yt_id', 'video_id', 'id']);

/** Columns of a header by what they could mean, best first; empty where its names mean nothing. */
export type KnownColumns = Record<ListMeaning, number[]> & { ids: Set<number> };

export const knownColumnNames = 'video, filename, path or youtube_id; class or label; start, end; split';

/** @param header as its line has it */
export function knownColumns(header: readonly string[]): KnownColumns {
  const plain = header.map(columnName);
  const columnsOf = (meaning: ListMeaning) =>
    names[meaning].flatMap((name) => plain.flatMap((column, index) => (column === name ? [index] : [])));
  const ids = new Set(plain.flatMap((name, index) => (idNames.has(name) ? [index] : [])));
  return {
    ...{ video: columnsOf('video'), class: columnsOf('class'), order: columnsOf('order') },
    ...{ start: columnsOf('start'), end: columnsOf('end'), split: columnsOf('split'), ids },
  };
}

/** "# File Name" is file_name. */
export function columnName(name: string): string {
  return name
    .replace(/^#/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Which column holds what; columns that nothing is read from are not in it. */
export type ListColumns = Partial<Record<ListMeaning, number>> & {
  video: number;
  /** The column of videos holds ids of clips that were cut out of longer videos, as in Kinetics: start and end may be part of the file's name. */
  cutOut: boolean;
};
