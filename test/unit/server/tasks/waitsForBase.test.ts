import { expect, it } from 'vitest';
import { runStatusSchema } from '@/domain/runStatus';
import { waitsForBase } from '@/server/tasks/waitsForBase';

it('a run is queued exactly when its base has succeeded, and says why it waits in every other state', () => {
  for (const status of runStatusSchema.options) {
    const waiting = waitsForBase({ name: 'Base, seed 0', status, statusMessage: 'No space.' });
    expect(waiting.status === 'QUEUED').toBe(status === 'SUCCEEDED');
    if (waiting.status === 'BLOCKED') expect(waiting.statusMessage).toContain('"Base, seed 0"');
    expect(waiting.statusCode === 'base_failed').toBe(status === 'FAILED' || status === 'CANCELLED');
  }
});

it('a failure of the base without a reason is told without one', () => {
  expect(waitsForBase({ name: 'Base', status: 'FAILED', statusMessage: null }).statusMessage).toBe(
    'Base run "Base" failed (no reason known). Retry it, and this run goes on by itself.',
  );
});
