import { describe, expect, it } from 'vitest';
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
});
