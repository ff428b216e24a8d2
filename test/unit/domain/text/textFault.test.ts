import { describe, expect, it } from 'vitest';
import { looksEmpty, printable, printableValue, shorten, textFault } from '@/domain/text/textFault';

const half = '\ud83d';

describe('what a text must not hold', () => {
  it.each([
    ['a\0b', 'the character U+0000', 2],
    [`name${half}`, 'the character U+D83D', 5],
    ['\udc00x', 'the character U+DC00', 1],
    ['bell\u0007', 'the character U+0007', 5],
    ['esc\u001b[31m', 'the character U+001B', 4],
    ['c1\u0085', 'the character U+0085', 3],
    ['two\nlines', 'a line break', 4],
    ['two\u2028lines', 'a line break', 4],
    ['a\tb', 'a tab', 2],
    ['evil\u202Egnp.exe', 'the character U+202E', 5],
    ['a\u2066b', 'the character U+2066', 2],
    ['a\uFEFFb', 'the character U+FEFF', 2],
  ])('%j in one line', (text, character, place) => {
    expect(textFault(text, 'one')).toEqual({ character, place });
  });

  it('lets tabs and line breaks be in text of many lines, and nothing else of the kind', () => {
    expect(textFault('a\tb\r\nc', 'many')).toBeNull();
    expect(textFault('a\n\0', 'many')).toEqual({ character: 'the character U+0000', place: 3 });
    expect(textFault('a\n\u0007', 'many')).toEqual({ character: 'the character U+0007', place: 3 });
  });

  it('finds nothing wrong with any script, emoji joined of several, or joiners that a script needs', () => {
    for (const text of ['Ωμέγα', '注意', 'می‌خواهم', 'שלום', '👩‍🔬 lab', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'é (e\u0301)', 'a\u00a0b'])
      expect(textFault(text, 'one')).toBeNull();
  });
});

describe('text from a file', () => {
  it('shows what is not to be seen, in the place where it stands', () => {
    expect(printable(`conv\0.${half}weight\u202E`)).toBe('conv\\u0000.\\uD83Dweight\\u202E');
    expect(printable('a\n\u001b[31mb\tc', { lines: 'many' })).toBe('a\n\\u001B[31mb\tc');
    expect(printable('👩‍🔬')).toBe('👩‍🔬');
  });

  it('is cut where it is long, but not within a character', () => {
    expect(printable('x'.repeat(20), { most: 8 })).toBe('xxxxxxxx… (20 characters)');
    expect(shorten('ab👩', 3)).toBe('ab');
    expect(shorten('ab👩', 4)).toBe('ab👩');
    expect(shorten('ab', 10)).toBe('ab');
  });

  it('is made so all through a value, names of its fields included', () => {
    const at = new Date(0);
    expect(printableValue({ 'a\0': ['\ud800', { b: 1, c: null, at }] })).toEqual({
      'a\\u0000': ['\\uD800', { b: 1, c: null, at }],
    });
  });
});

it('knows a text that shows nothing', () => {
  for (const text of ['', '  ', '\u200b', '\u3164', '\u00ad\u200d', '\u2800']) expect(looksEmpty(text)).toBe(true);
  for (const text of ['a', '.', '注', '👩‍🔬']) expect(looksEmpty(text)).toBe(false);
});
