import { expect, it } from 'vitest';
import { formatBytes } from '@/app/_components/formatBytes';

it('uses the largest unit of which there is at least one', () => {
  expect([0, 512, 1023, 1024, 250_000, 1.5 * 1024 ** 3].map(formatBytes)).toEqual([
    '0 B',
    '512 B',
    '1023 B',
    '1.0 KiB',
    '244.1 KiB',
    '1.5 GiB',
  ]);
});
