import { expect, it } from 'vitest';
import { pendingReason } from '@/app/experiments/[id]/videos/pendingReason';

const run = { name: 'Base, seed 0', progress: 0.439, statusMessage: null };

it('says how far a run is that is at work', () => {
  expect(pendingReason({ state: 'running', run })).toContain('“Base, seed 0” is at work, 43 % done');
});

it('repeats why a run failed, and says what to do where nobody knows', () => {
  expect(pendingReason({ state: 'failed', run: { ...run, statusMessage: 'The disk is full.' } })).toBe(
    'The run “Base, seed 0” has failed. The disk is full.',
  );
  expect(pendingReason({ state: 'failed', run })).toContain('Retry it');
  expect(pendingReason({ state: 'base_failed', run })).toContain('Retry the base run.');
});

it('says that nobody was asked', () => {
  expect(pendingReason({ state: 'missing', run: null })).toMatch(/^No run of this experiment makes it/);
});
