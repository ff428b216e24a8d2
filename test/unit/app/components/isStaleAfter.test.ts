import { describe, expect, it } from 'vitest';
import { isStaleAfter } from '@/app/_components/isStaleAfter';

const key = (path: string, input?: object) => [
  path.split('.'),
  input === undefined ? { type: 'query' } : { input, type: 'query' },
];
const run = { experimentIds: ['e1'], runIds: ['r1'], importIds: [], workers: false };
const worker = { experimentIds: [], runIds: [], importIds: [], workers: true };
const job = { experimentIds: [], runIds: [], importIds: ['j1'], workers: false };

describe('what a change makes stale', () => {
  it('is every list, and the pages of what changed', () => {
    expect(isStaleAfter(key('experiment.list'), run)).toBe(true);
    expect(isStaleAfter(key('experiment.list', { limit: 50 }), run)).toBe(true);
    expect(isStaleAfter(key('experiment.table', { id: 'e1' }), run)).toBe(true);
    expect(isStaleAfter(key('run.byId', { id: 'r1' }), run)).toBe(true);
    expect(isStaleAfter(key('compare.byRuns', { runIds: ['r0', 'r1'] }), run)).toBe(true);
  });

  it('is not the page of another experiment or run', () => {
    expect(isStaleAfter(key('experiment.table', { id: 'e2' }), run)).toBe(false);
    expect(isStaleAfter(key('run.byId', { id: 'r2' }), run)).toBe(false);
    expect(isStaleAfter(key('gallery.cell', { experimentId: 'e2', variant: 'base' }), run)).toBe(false);
    expect(isStaleAfter(key('compare.byRuns', { runIds: ['r0', 'r2'] }), run)).toBe(false);
    expect(isStaleAfter(key('run.series', { runIds: ['r0', 'r2'], key: 'loss' }), run)).toBe(false);
  });

  it('is the state of a cell, but not the videos of an evaluation, which never change', () => {
    expect(isStaleAfter(key('gallery.cell', { experimentId: 'e1', variant: 'base' }), run)).toBe(true);
    expect(isStaleAfter(key('gallery.byVideo', { experimentId: 'e1', videoId: 'v' }), run)).toBe(true);
    expect(isStaleAfter(key('gallery.list', { evaluationId: 'x' }), run)).toBe(false);
    expect(isStaleAfter(key('gallery.neighbours', { evaluationId: 'x', videoId: 'v' }), run)).toBe(false);
  });

  it('is the list of workers after a heartbeat, and the run that shows its own, and nothing else', () => {
    expect(isStaleAfter(key('worker.list'), worker)).toBe(true);
    expect(isStaleAfter(key('experiment.list'), worker)).toBe(false);
    expect(isStaleAfter(key('run.byId', { id: 'r1' }), worker)).toBe(true);
    expect(isStaleAfter(key('run.series', { runIds: ['r1'] }), worker)).toBe(false);
  });

  it('is the offer of the demo as soon as a worker is there', () => {
    expect(isStaleAfter(key('experiment.demo'), worker)).toBe(true);
  });

  it('is the queue after a change of any run', () => {
    expect(isStaleAfter(key('worker.queue'), run)).toBe(true);
  });

  it('is an import at work, the list of datasets and of weights after a change of a job, and no run', () => {
    expect(isStaleAfter(key('import.list'), job)).toBe(true);
    expect(isStaleAfter(key('import.byId', { id: 'j1' }), job)).toBe(true);
    expect(isStaleAfter(key('import.byId', { id: 'j2' }), job)).toBe(false);
    expect(isStaleAfter(key('import.videos', { id: 'j1' }), job)).toBe(false);
    expect(isStaleAfter(key('weights.list', {}), job)).toBe(true);
    expect(isStaleAfter(key('dataset.list'), job)).toBe(true);
    expect(isStaleAfter(key('run.list'), job)).toBe(false);
    expect(isStaleAfter(key('import.list'), run)).toBe(false);
  });

  it('is never a dataset, the plan of a form, or what is no query of ours', () => {
    expect(isStaleAfter(key('dataset.list'), run)).toBe(false);
    expect(isStaleAfter(key('experiment.plan', { name: 'x' }), run)).toBe(false);
    expect(isStaleAfter(['somebody', 'else'], run)).toBe(false);
  });
});
