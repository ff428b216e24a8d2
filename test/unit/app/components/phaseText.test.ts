import { describe, expect, it } from 'vitest';
import { phaseText } from '@/app/_components/phaseText';

describe('what a run is doing', () => {
  it('is its phase, how many videos it counts, how fast, and how long they will take', () => {
    const run = { phase: 'evaluating', phaseDone: 312, phaseTotal: 1863, phaseRate: 0.4158 };
    expect(phaseText(run)).toBe('evaluating: 312 of 1,863 videos, 0.42 videos/s, 1 h 2 min left');
    expect(phaseText({ ...run, phase: 'preparing_data', phaseRate: 153.2 })).toBe(
      'preparing data: 312 of 1,863 videos, 153 videos/s, 10 s left',
    );
  });

  it('leaves out what is not known', () => {
    const begun = { phase: 'evaluating', phaseDone: 0, phaseTotal: 96, phaseRate: null };
    expect(phaseText(begun)).toBe('evaluating: 0 of 96 videos');
    expect(phaseText({ ...begun, phaseDone: 96, phaseRate: 12 })).toBe('evaluating: 96 of 96 videos, 12 videos/s');
    expect(phaseText({ phase: 'training', phaseDone: 0, phaseTotal: 0, phaseRate: null })).toBe('training');
    expect(phaseText({ phase: null })).toBeNull();
  });
});
