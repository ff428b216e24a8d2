import { expect, it } from 'vitest';
import { parseRange } from '@/server/artifacts/parseRange';

it.each([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=90-', { start: 90, end: 99 }],
  ['bytes=90-500', { start: 90, end: 99 }],
  ['bytes=-5', { start: 95, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
])('serves %s of 100 bytes', (header, range) => {
  expect(parseRange(header, 100)).toEqual(range);
});

it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('refuses %s, which begins behind the end', (header) => {
  expect(parseRange(header, 100)).toBe('unsatisfiable');
});

it.each([null, '', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=a-b', 'items=0-1', 'bytes=0-1,5-6', 'bytes=1e3-'])(
  'ignores %s and sends everything',
  (header) => {
    expect(parseRange(header, 100)).toBe('all');
  },
);

it('has nothing to serve from the end of nothing', () => {
  expect(parseRange('bytes=-5', 0)).toBe('unsatisfiable');
  expect(parseRange(null, 0)).toBe('all');
});
