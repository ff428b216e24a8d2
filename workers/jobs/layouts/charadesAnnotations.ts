import { AppError } from '@/domain/errors';
import type { ScanDatasetInput } from '@/domain/jobInputs';
import { parseCharadesClasses } from '@/workers/ml/data/charadesClasses';
import { type CharadesRow, parseCharadesCsv } from '@/workers/ml/data/charadesCsv';
import { findAnnotation } from './findAnnotation';
import type { Listing } from './listing';

export type CharadesAnnotations = {
  classes: Listing['classes'];
  rows: (CharadesRow & { split: 'train' | 'test'; position: number })[];
  notes: string[];
};

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
  const rows: CharadesAnnotations['rows'] = [];
  for (const split of ['train', 'test'] as const) {
    const csv = await find(annotations[split], new RegExp(`_${split}\\.csv$`), `*_${split}.csv`);
    notes.push(`The ${split === 'train' ? 'training' : 'test'} videos are those of ${csv.file}.`);
    const parsed = parseCharadesCsv({ ...csv, classes: classes.length });
    rows.push(...parsed.map((row, position) => ({ ...row, split, position })));
  }
  assertDisjoint(rows);
  const codes = classes.map(({ id, name }) => ({ id: `c${String(id).padStart(3, '0')}`, name }));
  return { classes: codes, rows, notes };
}

function assertDisjoint(rows: CharadesAnnotations['rows']): void {
  const trained = new Set(rows.filter(({ split }) => split === 'train').map(({ id }) => id));
  const shared = rows.find(({ split, id }) => split === 'test' && trained.has(id));
  if (!shared) return;
  throw new AppError('dataset_invalid', `Video ${shared.id} is in both CSVs: remove it from one of them.`);
}
