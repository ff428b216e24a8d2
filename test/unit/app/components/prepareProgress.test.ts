import { describe, expect, it } from 'vitest';
import { type ProgressState, prepareProgress } from '@/app/_components/prepareProgress';

const none = { BLOCKED: 0, QUEUED: 0, CLAIMED: 0, RUNNING: 0, SUCCEEDED: 0, FAILED: 0, CANCELLED: 0 };
const state = (runs: Partial<ProgressState['runs']>, more: Partial<ProgressState> = {}): ProgressState => {
  const all = { ...none, ...runs };
  return { runs: all, total: Object.values(all).reduce((a, b) => a + b, 0), progress: 0.5, etaSeconds: null, ...more };
};

describe('the progress of an experiment in words', () => {
  it('counts what is finished, at work, waiting and lost', () => {
    const { counts } = prepareProgress(
      state({ SUCCEEDED: 4, RUNNING: 1, CLAIMED: 1, QUEUED: 2, BLOCKED: 3, FAILED: 1, CANCELLED: 1 }),
    );
    expect(counts).toBe('4 of 13 runs finished, 2 running, 5 waiting, 1 failed, 1 cancelled');
  });

  it('says 100 % only when all is done', () => {
    expect(prepareProgress(state({ RUNNING: 1 }, { progress: 0.9999 })).percent).toBe(99);
    const done = prepareProgress(state({ SUCCEEDED: 1 }, { progress: 0.99, etaSeconds: 0 }));
    expect(done).toEqual({ percent: 100, tone: 'done', counts: '1 run finished', eta: '' });
  });

  it('says how long it will take, roughly', () => {
    expect(prepareProgress(state({ RUNNING: 1 }, { etaSeconds: 227 })).eta).toBe('about 3 min 50 s left');
    expect(prepareProgress(state({ RUNNING: 1 }, { etaSeconds: 12.4 })).eta).toBe('about 12 s left');
  });

  it('says what holds it up', () => {
    expect(prepareProgress(state({ QUEUED: 1 })).eta).toBe('waits for a worker');
    expect(prepareProgress(state({ RUNNING: 1 })).eta).toBe('time left unknown yet');
    const held = prepareProgress(state({ FAILED: 1, BLOCKED: 3 }, { etaSeconds: 0 }));
    expect(held).toMatchObject({ tone: 'stopped', eta: 'held up by a failed base' });
  });

  it('promises nothing when all has stopped', () => {
    expect(prepareProgress(state({ FAILED: 1, SUCCEEDED: 2 }, { etaSeconds: 0 }))).toMatchObject({
      tone: 'stopped',
      eta: '',
    });
  });
});
