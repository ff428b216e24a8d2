import { z } from 'zod';
import { datasetSplitSchema } from './datasetSplits';

/** What may stand between the fields of a list, in words. */
export const listDelimiters = {
  comma: 'commas',
  semicolon: 'semicolons',
  tab: 'tabs',
  pipe: 'vertical bars',
  space: 'spaces',
} as const;
export type ListDelimiter = keyof typeof listDelimiters;

/** What a column of a list is taken for. */
export const columnMeanings = {
  video: 'video',
  class: 'class',
  order: 'order of the classes',
  start: 'start, in seconds',
  end: 'end, in seconds',
  split: 'split',
  length: 'length, in seconds',
  actions: 'classes and times',
} as const;
export type ColumnMeaning = keyof typeof columnMeanings;

const idsOf = <Id extends string>(table: Record<Id, string>) => z.enum(Object.keys(table) as [Id, ...Id[]]);

const listedRowSchema = z.object({
  /** Line of the file on which it begins, from 1. */
  line: z.int(),
  /** As found in the folder, relative to it; as the list names it where it is not there. */
  video: z.string(),
  /** As the list names it; empty where it names none. */
  class: z.string(),
  /** Place of the class in the score vector; null where there is none. */
  index: z.int().nullable(),
  /** Seconds; null where open. */
  start: z.number().nullable(),
  end: z.number().nullable(),
  split: datasetSplitSchema,
});
export type ListedRow = z.infer<typeof listedRowSchema>;

/** How an annotation file was understood, for people to check before anything is stored. */
export const listReadingSchema = z.object({
  file: z.string(),
  delimiter: idsOf(listDelimiters),
  /** Whether its first line names the columns. */
  header: z.boolean(),
  /** From the left; `name` is null without a header, `meaning` where nothing is read from the column. */
  columns: z.array(z.object({ name: z.string().nullable(), meaning: idsOf(columnMeanings).nullable() })),
  /** Rows that are not empty, the header left out. */
  rows: z.int(),
  /** A few of its first and last rows, as understood. */
  first: z.array(listedRowSchema),
  last: z.array(listedRowSchema),
});
export type ListReading = z.infer<typeof listReadingSchema>;

/** So many rows are shown from the beginning and from the end. */
export const shownRows = 3;

/** Heads and score files beyond this are not stored either. */
export const mostClasses = 100_000;
