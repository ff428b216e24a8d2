import { expect, it } from 'vitest';
import { createBusyMeter } from '@/workers/ml/train/busyMeter';

it('says what share of the time since the last look was spent in the engine, and how long the input was waited for', () => {
  const clocks = { engine: 500, waited: 70, wall: 1000 };
  const meter = createBusyMeter({
    engineMs: () => clocks.engine,
    waitedMs: () => clocks.waited,
    now: () => clocks.wall,
  });
  Object.assign(clocks, { engine: 590, waited: 75, wall: 1100 });
  expect(meter.look()).toEqual({ busy: 0.9, waitedMs: 5 });
  Object.assign(clocks, { engine: 790, waited: 75, wall: 1500 });
  expect(meter.look()).toEqual({ busy: 0.5, waitedMs: 0 });
  expect(meter.look()).toEqual({ busy: 0, waitedMs: 0 }); // no time has passed
});
