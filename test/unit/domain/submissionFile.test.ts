import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/domain/errors';
import { submissionLine } from '@/domain/submissionFile';
import { hostileName, hostileNames } from '@/test/support/hostileNames';
import { testRandom } from '@/test/support/random';
import { readSubmission } from '@/test/support/readSubmission';

const known = new Set(['46GP8', 'N11GT', 'KRF68']);
const read = (text: string, classes = 3) => readSubmission(text, { classes, known });
const scoresOf = (text: string, id = '46GP8') => [...(read(text).scores.get(id) ?? [])];
const refusal = (text: string) => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_request') return error.message;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('a submission file', () => {
  it.each([
    ['single spaces', '46GP8 0.1 0.2 0.3\n'],
    ['tabs', '46GP8\t0.1\t0.2\t0.3\n'],
    ['runs of blanks', '  46GP8   0.1 \t 0.2  0.3  \n'],
    ['CRLF and blank lines', '\r\n46GP8 0.1 0.2 0.3\r\n\r\n'],
    ['no end of the last line', '46GP8 0.1 0.2 0.3'],
    ['one field too many, which is ignored', '46GP8 0.1 0.2 0.3 whatever\n'],
    ['signs and exponents', '46GP8 +1e-1 2E-01 .3\n'],
  ])('may have %s', (_, text) => {
    expect(scoresOf(text)).toEqual([0.1, 0.2, 0.3]);
  });

  it('may hold scores that are no number or infinite', () => {
    expect(scoresOf('46GP8 nan -Inf +INFINITY\n')).toEqual([Number.NaN, -Infinity, Infinity]);
  });

  it('counts the videos that the split does not have', () => {
    const { scores, unknown } = read('46GP8 1 2 3\nXXXXX 1 2 3\nN11GT 1 2 3\nYYYYY 1 2 3\n');
    expect([...scores.keys()]).toEqual(['46GP8', 'N11GT']);
    expect(unknown).toBe(2);
  });

  it.each([
    ['46GP8 1 2 3\n\nN11GT 1 2\n', 'Line 3 ("N11GT") has 2 scores; the dataset has 3 classes'],
    ['46GP8 1 2 3 4 5\n', 'Line 1 ("46GP8") has 5 scores'],
    ['46GP8,1,2,3\n', 'has no scores'],
    ['46GP8 1 2 3\r\nKRF68 1 2 3\r\n46GP8 3 2 1\r\n', 'Line 3 repeats video "46GP8" of line 1'],
    ['46GP8 1 0x2 3\n', 'score 2 is "0x2", which is no number'],
    ['46GP8 1 2,5 3\n', 'score 2 is "2,5"'],
    ['46GP8 1 2 1_000\n', 'score 3 is "1_000"'],
    ['', 'no line with scores'],
    [' \r\n\t\n', 'no line with scores'],
    ['PK\u0003\u0004 1 2 3\n', 'Line 1 holds characters that no text has'],
    ['46GP8 1 2 3\nN11\uFFFDT 1 2 3\n', 'Line 2 holds characters that no text has'],
    [`46GP8 ${'1 '.repeat(100_000)}\n`, 'Line 1 is too long for 3 scores'],
  ])('is refused by the line: %j', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('gives back every id, also with blanks and line ends in it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostileName, { minLength: 1, maxLength: 6 }), (names) => {
        const ids = new Set(names.map((name) => name.replace(/\p{Cs}/gu, '')).filter((name) => name !== ''));
        const text = [...ids].map((id, k) => `${submissionLine(id, [k, 1])}\n`).join('');
        fc.pre(ids.size > 0);
        const { scores, unknown } = readSubmission(text, { classes: 2, known: ids });
        expect([unknown, [...scores.keys()]]).toEqual([0, [...ids]]);
      }),
      { examples: [[['a b', 'a%20b', 'a%2520b', 'a\nb', '%', '100%', '\uFFFD']], [hostileNames]], numRuns: 300 },
    );
  });

  it('gives back every number exactly as it was written', () => {
    const next = testRandom(11);
    const row = Array.from({ length: 400 }, () => (next() - 0.5) * 10 ** Math.floor(next() * 80 - 40));
    const odd = [0, 1, Math.fround(0.1), 5e-324, Number.MAX_VALUE, Number.NaN, Infinity, -Infinity];
    const all = [...row, ...odd];
    const line = submissionLine('46GP8', all);
    expect(line.split(' ')).toHaveLength(all.length + 1);
    expect([...(read(line, all.length).scores.get('46GP8') ?? [])]).toEqual(all);
  });
});
