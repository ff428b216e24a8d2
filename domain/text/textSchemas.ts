import { z } from 'zod';
import { looksEmpty, type TextLines, textFault } from './textFault';

type TextOptions = {
  /** With its article, as a sentence begins: "The name". */
  what: string;
  /** Characters at most. */
  max: number;
  /** Said where it shows nothing; without it an empty text is fine. */
  empty?: string;
};

/** Text of one line that a person gives: names, titles, short answers. Blanks around it are dropped. */
export function lineText(options: TextOptions) {
  return textSchema(z.string().trim(), options, 'one');
}

/** Text of any number of lines: notes, what is searched for. */
export function manyLineText(options: TextOptions) {
  return textSchema(z.string(), options, 'many');
}

/** Text that names something which is there already, whatever it was called: ids in addresses, names in files. */
export function storedText(options: TextOptions) {
  return textSchema(z.string(), options, 'any');
}

/** The same where blanks around it mean nothing: paths, words to look for. */
export function typedText(options: TextOptions) {
  return textSchema(z.string().trim(), options, 'any');
}

function textSchema(base: z.ZodString, { what, max, empty }: TextOptions, lines: TextLines) {
  return base.max(max, `${what} has at most ${max.toLocaleString('en')} characters.`).superRefine((text, context) => {
    const message = textProblem(text, { what, empty, lines });
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
}

function textProblem(
  text: string,
  { what, empty, lines }: { what: string; empty: string | undefined; lines: TextLines },
): string | null {
  if (empty !== undefined && looksEmpty(text)) return empty;
  const fault = textFault(text, lines);
  if (fault === null) return null;
  return `${what} holds ${fault.character} at place ${fault.place}, which cannot be stored there. Take it out.`;
}
