import { expect, it } from 'vitest';
import { prepareHighlight } from '@/app/runs/[id]/prepareHighlight';

const marked = (line: string, search: string) =>
  prepareHighlight(line, search)
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('');

it('marks every place, any case, and loses no character', () => {
  expect(marked('Loss is NaN: loss', 'LOSS')).toBe('[Loss] is NaN: [loss]');
  expect(marked('abc', 'abc')).toBe('[abc]');
  expect(marked('abc', 'x')).toBe('abc');
  expect(marked('', 'x')).toBe('');
  expect(marked('abc', '')).toBe('abc');
});

it('takes the search text as it stands', () => {
  expect(marked('100% (a+b) [x] c:\\d', '(a+b) [')).toBe('100% [(a+b) []x] c:\\d');
  expect(marked('a.b', '.')).toBe('a[.]b');
  expect(marked('c:\\d', '\\')).toBe('c:[\\]d');
});
