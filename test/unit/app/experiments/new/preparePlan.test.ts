import { describe, expect, it } from 'vitest';
import { prepareMemory } from '@/app/experiments/new/prepareMemory';
import { preparePlan } from '@/app/experiments/new/preparePlan';

type Plan = Parameters<typeof preparePlan>[0];
const run = (key: string, rows: number): Plan['runs'][number] => ({
  key,
  name: key,
  needsBase: !key.startsWith('base'),
  rows,
  steps: 100,
  seconds: 60,
});
const plan: Plan = {
  runs: [run('base-seed0', 1), run('attention-seed0', 2), run('repeat-seed0', 1)],
  trainings: 3,
  cells: 5,
  flop: 2.34e12,
  workSeconds: 180,
  wallSeconds: 130,
  slots: 2,
  workersPresent: true,
  rate: { flopPerSecond: 31e9, source: { kind: 'measured', runs: 13 } },
  queuedAhead: 0,
  memory: { perRun: 0.6 * 2 ** 30, workers: [] },
};
const fit: Plan['memory']['workers'][number] = {
  ...{ device: 'cpu', of: 'host', host: 'laptop', largest: 'Attention, concat, seed 0' },
  ...{ perRun: 3.4 * 2 ** 30, sideBySide: 2, together: 6.8 * 2 ** 30, limit: 24 * 2 ** 30, fits: true, changes: [] },
};
const lineOf = (input: Plan, term: string) => preparePlan(input).find((line) => line.term === term);

describe('the plan of an experiment in words', () => {
  it('counts trainings, shared ones once, and the scores they give', () => {
    expect(lineOf(plan, 'Trainings')).toEqual({
      term: 'Trainings',
      text: '3',
      hint: '1 of Base, 2 from its weights; 1 serves two rows and is trained once',
    });
    expect(lineOf(plan, 'Scores')?.text).toBe('4');
  });

  it('says how long it takes, side by side, and where that is known from', () => {
    expect(lineOf(plan, 'Time')?.text).toBe('about 2 min');
    expect(lineOf(plan, 'Time')?.hint).toContain('2 runs at a time');
    expect(lineOf(plan, 'Work')).toMatchObject({
      text: '2.3 TFLOP',
      hint: 'from the step times of 13 earlier runs (31 GFLOP/s a slot)',
    });
  });

  it('says what it had to assume', () => {
    const assumed = {
      ...plan,
      slots: 1,
      workersPresent: false,
      rate: { flopPerSecond: 25e9, source: { kind: 'assumed' } },
    };
    expect(lineOf(assumed as Plan, 'Time')?.hint).toContain('no worker is there yet');
    expect(lineOf(assumed as Plan, 'Work')?.hint).toMatch(/^assuming 25 GFLOP\/s a slot/);
  });

  it('mentions the queue only where there is one', () => {
    expect(lineOf(plan, 'Queue')).toBeUndefined();
    expect(lineOf({ ...plan, queuedAhead: 7 }, 'Queue')?.text).toBe('7 ahead');
  });

  it('says so where everything starts from a finished base', () => {
    const reused = { ...plan, runs: plan.runs.slice(1), trainings: 2 };
    expect(lineOf(reused, 'Trainings')?.hint).toMatch(/^all from the weights of a finished base/);
  });

  it('says how much memory a run takes, and how much of a worker those side by side take', () => {
    expect(lineOf({ ...plan, memory: { perRun: 1, workers: [fit] } }, 'Memory')).toEqual({
      term: 'Memory',
      text: 'about 3.4 GiB a run',
      hint: '2 side by side: 6.8 GiB of 24 GiB; estimated',
    });
    expect(lineOf({ ...plan, workersPresent: false }, 'Memory')).toMatchObject({
      text: 'about 614 MiB a run',
      hint: expect.stringContaining('no worker is there yet'),
    });
  });
});

describe('the warning about memory', () => {
  const gib = 2 ** 30;
  const change = { kind: 'accumulate', text: 'the batch of 12 in 4 parts', need: 5 * gib, fits: true } as const;

  it('is not there where the runs fit, or where no worker is known', () => {
    expect(prepareMemory({ perRun: gib, workers: [] })).toBeNull();
    expect(prepareMemory({ perRun: gib, workers: [fit] })).toBeNull();
  });

  it('names the run that does not fit and what makes it fit', () => {
    const tight = { ...fit, perRun: 30 * gib, sideBySide: 1, together: 30 * gib, fits: false, changes: [change] };
    expect(prepareMemory({ perRun: gib, workers: [tight] })).toBe(
      'laptop has 24 GiB of memory; “Attention, concat, seed 0” needs about 30 GiB. It fits if you choose the batch of 12 in 4 parts (5.0 GiB).',
    );
  });

  it('says when fewer runs side by side are enough', () => {
    const tight = { ...fit, perRun: 14 * gib, together: 28 * gib, fits: false, changes: [change] };
    expect(prepareMemory({ perRun: gib, workers: [tight] })).toContain('FOVEA_SLOTS=1');
  });
});
