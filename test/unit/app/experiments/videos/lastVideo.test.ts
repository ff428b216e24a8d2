import { expect, it } from 'vitest';
import { rememberVideo, takeLastVideo } from '@/app/experiments/[id]/videos/lastVideo';

it('remembers the video that was looked at last, once', () => {
  expect(takeLastVideo()).toBeNull();
  rememberVideo('M0801');
  rememberVideo('M0802');
  expect(takeLastVideo()).toBe('M0802');
  expect(takeLastVideo()).toBeNull();
});
