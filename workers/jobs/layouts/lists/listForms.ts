import type { ListDelimiter } from '@/domain/listReading';
import type { ListRecord } from '@/workers/ml/data/listRecords';

/** A way to take the lines of a list apart. */
export type ListForm = {
  delimiter: ListDelimiter;
  fieldsOf: (fields: string[]) => string[];
  /** Every word is a column: only where all rows have two, or a header names them. */
  table?: true;
};

const asTheyAre = (fields: string[]) => fields;
const words = (fields: string[]) => fields.filter((field) => field !== '');
/** `my clip 1.mp4 0`: the class is the last word, as in the lists of PySlowFast. */
const lastWord = (fields: string[]) => {
  const [last = '', ...rest] = words(fields).reverse();
  return rest.length === 0 ? [last] : [rest.reverse().join(' '), last];
};
/** `a.mp4 shaking hands`: the video is the first word. */
const firstWord = (fields: string[]) => {
  const [first = '', ...rest] = words(fields);
  return rest.length === 0 ? [first] : [first, rest.join(' ')];
};

/** Where two of them read the same videos and classes, the first one is taken. */
export const listForms: readonly ListForm[] = [
  ...(['comma', 'semicolon', 'tab', 'pipe'] as const).map((delimiter) => ({ delimiter, fieldsOf: asTheyAre })),
  { delimiter: 'space', fieldsOf: words, table: true },
  { delimiter: 'space', fieldsOf: lastWord },
  { delimiter: 'space', fieldsOf: firstWord },
];

/** The rows in this form. */
export function inForm(records: ListRecord[], { fieldsOf }: ListForm): ListRecord[] {
  return fieldsOf === asTheyAre ? records : records.map(({ fields, line }) => ({ fields: fieldsOf(fields), line }));
}
