import type { RunStatus } from '@/domain/runStatus';
import { formatDuration } from '@/domain/text/formatDuration';

export type ImportState = {
  status: RunStatus;
  done: number;
  total: number;
  etaSeconds: number | null;
  cancelRequestedAt?: Date | null;
};

/** How far an import is: `percent` 0..100 (null before anything is counted), and a line of words. */
export function prepareImport(task: ImportState, unit: string): { percent: number | null; words: string } {
  const { status, done, total, etaSeconds } = task;
  const counted = total > 0;
  const percent = counted ? Math.floor((100 * done) / total) : null;
  const counts = counted ? `${count(done)} of ${count(total)} ${unit}` : null;
  const words = [counts, stateOf(task, counted)].filter((part) => part !== null).join(' · ');
  return { percent, words: status === 'RUNNING' && etaSeconds !== null ? `${words} · ${left(etaSeconds)}` : words };
}

function stateOf({ status, cancelRequestedAt, etaSeconds }: ImportState, counted: boolean): string | null {
  if (status === 'QUEUED') return counted ? 'waits to go on' : 'waits for a worker';
  if (status === 'CANCELLED') return 'stopped';
  if (status !== 'RUNNING' && status !== 'CLAIMED') return null;
  if (cancelRequestedAt) return 'stopping';
  return counted || etaSeconds !== null ? null : 'looking';
}

function left(seconds: number): string {
  return `about ${formatDuration(seconds < 60 ? Math.max(1, Math.round(seconds)) : Math.round(seconds / 10) * 10)} left`;
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
