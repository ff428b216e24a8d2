import { AppError } from './errors';
import { submissionId } from './submissionId';
import { printable, shorten } from './text/textFault';

/** Scores of a submission in the official Charades format: one line a video, its id, then one score a class. */
export type Submission = {
  /** Scores by video id, one a class; only videos of the split. NaN and infinities are kept. */
  scores: Map<string, Float64Array>;
  /** Lines whose video is not in the split; the official script does not look at them. */
  unknown: number;
};

const shape = 'One line a video: its id, then one score a class, separated by spaces or tabs';
/** No honest score is longer; keeps one endless line from filling the memory. */
const mostCharactersAField = 100;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const special = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
]);

/**
 * Reads a submission file as Charades_v1_classify.m does: tabs or spaces, `classes` scores a line or one field more, which is ignored.
 * Beyond the script it takes runs of blanks, CRLF and blank lines, and it refuses what the script would read wrongly in silence.
 * The text comes in pieces of any length, of which no more than a line is kept.
 * @param known ids of the videos of the split
 * @throws AppError (`take`, `end`) bad_request with the line: another number of scores, a score that is no number, an id twice; no text;
 * no line at all
 */
export function createSubmissionReader({ classes, known }: { classes: number; known: ReadonlySet<string> }) {
  const seen = new Map<string, number>();
  const idOf = new Map([...known].map((id) => [submissionId(id), id]));
  const scores = new Map<string, Float64Array>();
  let number = 0;
  let rest = '';

  const takeLine = (line: string) => {
    number += 1;
    if (line.trim() === '' && !isBinary(line)) return;
    const [id = '', ...fields] = fieldsOf(line, { number, classes });
    const before = seen.get(id);
    if (before !== undefined) {
      throw refused(`Line ${number} repeats video "${shown(id)}" of line ${before}. Keep one line a video.`);
    }
    seen.set([...id].join(''), number); // a copy: a piece of the line would keep all of the line
    const row = Float64Array.from(fields.slice(0, classes), (field, index) => toScore(field, { number, index }));
    const video = idOf.get(id);
    if (video !== undefined) scores.set(video, row);
  };

  return {
    take(text: string): void {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) takeLine(line);
      if (rest.length > mostCharacters(classes)) fieldsOf(rest, { number: number + 1, classes });
    },
    end(): Submission {
      if (rest !== '') takeLine(rest);
      if (seen.size === 0) throw refused(`The file has no line with scores. ${shape}.`);
      return { scores, unknown: seen.size - scores.size };
    },
  };
}

/** One line of a submission file, without its end; numbers have all the digits they need to be read back as they are. */
export function submissionLine(id: string, scores: ArrayLike<number>): string {
  return [submissionId(id), ...Array.from(scores, scoreText)].join(' ');
}

/** Control characters besides blanks, or what stands for bytes that are no UTF-8. */
function isBinary(line: string): boolean {
  for (let k = 0; k < line.length; k++) {
    const code = line.charCodeAt(k);
    if ((code < 32 && code !== 9 && code !== 13) || code === 127 || code === 0xfffd) return true;
  }
  return false;
}

/** Of a line. */
const mostCharacters = (classes: number) => (classes + 2) * mostCharactersAField;

function fieldsOf(line: string, { number, classes }: { number: number; classes: number }): string[] {
  if (isBinary(line)) throw refused(`Line ${number} holds characters that no text has. Choose a text file. ${shape}.`);
  const content = line.trim();
  if (line.length > mostCharacters(classes)) {
    throw refused(`Line ${number} is too long for ${classes} scores. ${shape}.`);
  }
  const fields = content.split(/[ \t]+/);
  const count = fields.length - 1;
  if (count === classes || count === classes + 1) return fields;
  const found = count === 0 ? 'no scores' : `${count} ${count === 1 ? 'score' : 'scores'}`;
  throw refused(
    `Line ${number} ("${shown(fields[0] ?? '')}") has ${found}; the dataset has ${classes} classes. ${shape}.`,
  );
}

function toScore(field: string, { number, index }: { number: number; index: number }): number {
  if (decimal.test(field)) return Number(field);
  const value = special.get(field.replace(/^[+-]/, '').toLowerCase());
  if (value === undefined) {
    throw refused(`Line ${number}: score ${index + 1} is "${shown(field)}", which is no number. Correct it.`);
  }
  return field.startsWith('-') ? -value : value;
}

function scoreText(score: number): string {
  if (Number.isFinite(score)) return String(score);
  return Number.isNaN(score) ? 'NaN' : score > 0 ? 'Inf' : '-Inf';
}

function shown(text: string): string {
  return printable(text.length > 40 ? `${shorten(text, 40)}…` : text);
}

function refused(message: string): AppError {
  return new AppError('bad_request', message);
}
