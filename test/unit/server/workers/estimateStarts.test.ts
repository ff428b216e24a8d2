import { expect, it } from 'vitest';
import { estimateStarts, type WaitingRun } from '@/server/workers/estimateStarts';

const run = (id: string, seconds: number | null, baseRunId: string | null = null): WaitingRun => ({
  id,
  seconds,
  baseRunId,
});
const estimate = (slots: number[], queue: WaitingRun[], finishes: [string, number][] = []) =>
  Object.fromEntries(estimateStarts({ slots, queue, finishes: new Map(finishes) }));

it('fills free slots in the order of the queue', () => {
  expect(estimate([0, 5], [run('a', 10), run('b', 10), run('c', 10)])).toEqual({ a: 0, b: 5, c: 10 });
});

it('lets a run wait for its base, at work or in the queue, and others pass it', () => {
  expect(estimate([0, 30], [run('a', 10, 'base'), run('b', 10)], [['base', 30]])).toEqual({ a: 30, b: 0 });
  expect(estimate([0], [run('base', 20), run('a', 10, 'base')])).toEqual({ base: 0, a: 20 });
});

it('does not wait for a base that is there already', () => {
  expect(estimate([0], [run('a', 10, 'finished long ago')])).toEqual({ a: 0 });
});

it('knows nothing without slots, and nothing behind a run of unknown length', () => {
  expect(estimate([], [run('a', 10)])).toEqual({ a: null });
  expect(estimate([0], [run('a', null), run('b', 10)])).toEqual({ a: 0, b: null });
  expect(estimate([Number.POSITIVE_INFINITY], [run('a', 10)])).toEqual({ a: null });
});

it('has no start for a run whose base will never be there, and goes on with the others', () => {
  expect(estimate([0], [run('a', 10, 'failed'), run('b', 5)], [['failed', Number.POSITIVE_INFINITY]])).toEqual({
    a: null,
    b: 0,
  });
});
