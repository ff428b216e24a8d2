import { describe, expect, it } from 'vitest';
import { experimentProgress } from '@/domain/experimentProgress';

describe('the progress of an experiment', () => {
  it('weights runs by their cost', () => {
    const { progress } = experimentProgress([
      { status: 'SUCCEEDED', progress: 1, cost: 6 },
      { status: 'RUNNING', progress: 0.5, cost: 2 },
      { status: 'BLOCKED', progress: 0, cost: 2 },
    ]);
    expect(progress).toBeCloseTo(0.7, 12);
  });

  it('counts what failed runs did, and every status', () => {
    const { progress, runs, total } = experimentProgress([
      { status: 'FAILED', progress: 0.25, cost: 1 },
      { status: 'FAILED', progress: 0.75, cost: 1 },
    ]);
    expect({ progress, failed: runs.FAILED, total }).toEqual({ progress: 0.5, failed: 2, total: 2 });
  });

  it('is nothing for an experiment without runs', () => {
    expect(experimentProgress([])).toMatchObject({ progress: 0, total: 0 });
  });
});
