import type { Outputs } from '@/app/_trpc/outputs';
import { formatBytes } from './formatBytes';

type Space = NonNullable<Outputs['disk']['space']>;

/** What is short on the disk of the artifacts, and what that means; null where there is room. */
export function spaceWarning({ free, total, largest, low }: Space): string | null {
  if (low === null) return null;
  const left = `${formatBytes(free)} of ${formatBytes(total)} are free`;
  return low === 'too_small'
    ? `${left}, and the next checkpoint or map may need ${formatBytes(largest)}: runs will have to wait for room.`
    : `${left}.`;
}
