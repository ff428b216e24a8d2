import { describe, expect, it } from 'vitest';
import { createCheckpointPace } from '@/workers/ml/train/checkpointPace';

function atWork() {
  const clock = { ms: 0 };
  const pace = createCheckpointPace(() => clock.ms);
  return { pace, wait: (seconds: number) => (clock.ms += seconds * 1000) };
}

describe('checkpoints', () => {
  it('are due every half minute where writing is quick', () => {
    const { pace, wait } = atWork();
    wait(29);
    expect(pace.due()).toBe(false);
    wait(2);
    expect(pace.due()).toBe(true);
    pace.wrote(100);
    expect(pace.due()).toBe(false);
    wait(31);
    expect(pace.due()).toBe(true);
  });

  it('take at most a fiftieth of the time where writing is slow, and come sooner again once it is quick', () => {
    const { pace, wait } = atWork();
    pace.wrote(6000);
    wait(299);
    expect(pace.due()).toBe(false);
    wait(2);
    expect(pace.due()).toBe(true);
    pace.wrote(50);
    wait(31);
    expect(pace.due()).toBe(true);
  });
});
