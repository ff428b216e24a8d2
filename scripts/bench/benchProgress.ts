import { formatDuration } from '@/domain/text/formatDuration';

/** `[throughput] one process, two threads: 40 %, 3 min 5 s left`; the rest of the section at the pace so far. */
export function progressText(id: string, what: string, { share, seconds }: { share: number; seconds: number }): string {
  const left = share > 0 ? `, ${formatDuration((seconds * (1 - share)) / share)} left` : '';
  return `[${id}] ${what}: ${Math.floor(share * 100)} %${left}`;
}
