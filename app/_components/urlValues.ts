import { createParser } from 'nuqs/server';
import { z } from 'zod';
import { textFault } from '@/domain/text/textFault';
import { wholeNumberSchema } from '@/domain/wholeNumber';

// What stands in a URL may be stale or made up: whatever cannot be asked for counts as left out.

/** 0 up to what the database can count to. */
export const parseAsWholeNumber = createParser<number>({
  parse: (text) => (/^\d+$/.test(text) ? (wholeNumberSchema.safeParse(Number(text)).data ?? null) : null),
  serialize: String,
});

/** Words to look for, at most as many characters as a search takes. */
export const parseAsSearch = createParser<string>({
  parse: (text) => (text.length <= longestSearch && textFault(text, 'many') === null ? text : null),
  serialize: String,
});
const longestSearch = 200;

/** Whether a text can be the id of a row. */
export function isId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}
