import type { RunStatus } from '@/domain/runStatus';
import { formatDuration } from '@/domain/text/formatDuration';

export type ProgressState = {
  progress: number;
  etaSeconds: number | null;
  runs: Record<RunStatus, number>;
  total: number;
};

export type ProgressLook = {
  /** 0..100, 100 only when all is done. */
  percent: number;
  /** `active` while something will still happen by itself. */
  tone: 'active' | 'done' | 'stopped';
  /** How many runs stand where: `14 of 39 runs finished, 1 running, 2 failed`. */
  counts: string;
  /** `about 3 min left`; empty when nothing is on its way. */
  eta: string;
};

/** How far an experiment is, in words. */
export function prepareProgress({ progress, etaSeconds, runs, total }: ProgressState): ProgressLook {
  const working = runs.RUNNING + runs.CLAIMED;
  const waiting = runs.QUEUED + runs.BLOCKED;
  const done = runs.SUCCEEDED === total && total > 0;
  const percent = done ? 100 : Math.min(99, Math.floor(progress * 100));
  const parts = [
    done ? `${plural(total, 'run')} finished` : `${runs.SUCCEEDED} of ${plural(total, 'run')} finished`,
    ...(working > 0 ? [`${working} running`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(runs.FAILED > 0 ? [`${runs.FAILED} failed`] : []),
    ...(runs.CANCELLED > 0 ? [`${runs.CANCELLED} cancelled`] : []),
  ];
  const onTheWay = working + waiting > 0;
  return {
    percent,
    tone: done ? 'done' : onTheWay && etaSeconds !== 0 ? 'active' : 'stopped',
    counts: parts.join(', '),
    eta: onTheWay ? etaText(etaSeconds, working) : '',
  };
}

function etaText(seconds: number | null, working: number): string {
  if (seconds === null) return working > 0 ? 'time left unknown yet' : 'waits for a worker';
  // What is still on its way waits for a base that somebody has to retry.
  if (seconds === 0) return 'held up by a failed base';
  return `about ${formatDuration(seconds < 60 ? Math.max(1, Math.round(seconds)) : Math.round(seconds / 10) * 10)} left`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
