import { type DatasetSplit, datasetSplitIds } from '@/domain/datasetSplits';
import { AppError } from '@/domain/errors';
import { type ColumnMeaning, type ListReading, shownRows } from '@/domain/listReading';
import type { ScanDatasetInput } from '@/domain/taskInputs';
import { parseCharadesClasses } from '@/workers/ml/data/charadesClasses';
import { type CharadesRow, parseCharadesCsv } from '@/workers/ml/data/charadesCsv';
import { findAnnotation } from './findAnnotation';
import type { Listing } from './listing';

export type CharadesAnnotations = {
  classes: Listing['classes'];
  rows: (CharadesRow & { split: DatasetSplit; position: number })[];
  classOrder: string;
  lists: ListReading[];
  notes: string[];
};

type SplitRow = CharadesAnnotations['rows'][number];

/**
 * The class list and both CSVs of Charades.
 * @throws AppError dataset_missing, dataset_invalid (file and line; a video in both splits)
 */
export async function readCharadesAnnotations({ root, annotations }: ScanDatasetInput): Promise<CharadesAnnotations> {
  const find = (given: string | undefined, pattern: RegExp, what: string) =>
    findAnnotation({ root, given, pattern, what });
  const classFile = await find(annotations.classes, /_classes\.txt$/, '*_classes.txt');
  const classes = parseCharadesClasses(classFile);
  const notes = [`Classes are read from ${classFile.file}.`];
  const lists: ListReading[] = [];
  const rows: CharadesAnnotations['rows'] = [];
  for (const split of datasetSplitIds) {
    const csv = await find(annotations[split], new RegExp(`_${split}\\.csv$`), `*_${split}.csv`);
    notes.push(`The ${split === 'train' ? 'training' : 'test'} videos are those of ${csv.file}.`);
    const parsed = parseCharadesCsv({ ...csv, classes: classes.length });
    const ofSplit = parsed.rows.map((row, position) => ({ ...row, split, position }));
    for (const row of ofSplit) rows.push(row);
    lists.push(readingOf({ file: csv.file, header: parsed.header, rows: ofSplit, classes }));
  }
  assertDisjoint(rows);
  const codes = classes.map(({ id, name }) => ({ id: `c${String(id).padStart(3, '0')}`, name }));
  return { classes: codes, classOrder: `Classes stand in the order of ${classFile.file}.`, rows, lists, notes };
}

const meanings: Partial<Record<string, ColumnMeaning>> = { id: 'video', actions: 'actions', length: 'length' };

function readingOf(options: {
  file: string;
  header: string[];
  rows: SplitRow[];
  classes: readonly { name: string }[];
}): ListReading {
  const { file, header, rows, classes } = options;
  const shown = ({ id, line, split, actions: [action] }: SplitRow) => ({
    ...{ line, video: id, split, class: action ? (classes[action.class]?.name ?? '') : '' },
    ...{ index: action?.class ?? null, start: action?.start ?? null, end: action?.end ?? null },
  });
  return {
    ...{ file, delimiter: 'comma', header: true, rows: rows.length },
    columns: header.slice(0, 50).map((name) => ({ name: name.slice(0, 60), meaning: meanings[name] ?? null })),
    first: rows.slice(0, shownRows).map(shown),
    last: rows.slice(Math.max(shownRows, rows.length - shownRows)).map(shown),
  };
}

function assertDisjoint(rows: CharadesAnnotations['rows']): void {
  const trained = new Set(rows.filter(({ split }) => split === 'train').map(({ id }) => id));
  const shared = rows.find(({ split, id }) => split === 'test' && trained.has(id));
  if (!shared) return;
  throw new AppError('dataset_invalid', `Video ${shared.id} is in both CSVs: remove it from one of them.`);
}
