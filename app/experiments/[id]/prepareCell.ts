import { formatScoreDelta } from '@/app/_components/formatScore';
import { phaseText } from '@/app/_components/phaseText';
import type { SeedResult, SeedState, SeedSummary, Spread } from '@/domain/table2/table2';
import { formatDuration } from '@/domain/text/formatDuration';

/** Seeds of a cell that have no score and stand at the same point, in words. */
export type PendingLine = {
  state: SeedState;
  text: string;
  /** Why, in a sentence, or what a run at work is doing; null where the words say it all. */
  reason: string | null;
  /** 0..100 while it is at work. */
  percent: number | null;
};

export type CellLook = {
  /** `92.1`; null while there is no score. */
  score: string | null;
  /** `± 0.2` over seeds; null for one. */
  spread: string | null;
  /** `+7.8 ± 0.3`, paired; null for Base and where Base is not known. */
  difference: string | null;
  /** `n = 2 of 3` while seeds are missing; null for a single seed. */
  count: string | null;
  pending: PendingLine[];
  /** What a click would do for the seeds that will not come by themselves. */
  action: 'run' | 'retry' | null;
};

const order: SeedState[] = [
  'running',
  'starting',
  'queued',
  'waiting',
  'base_failed',
  'failed',
  'cancelled',
  'missing',
];

/** How a cell of Table 2 reads. */
export function prepareCell({
  score,
  difference,
  seeds,
}: Pick<SeedSummary, 'score' | 'difference' | 'seeds'>): CellLook {
  const left = seeds.filter(({ state }) => state !== 'done');
  const pending = order.flatMap((state) => {
    const group = left.filter((result) => result.state === state);
    return group.length > 0 ? [pendingLine(state, group)] : [];
  });
  const noScore = score === null && seeds.length > 0 && left.length === 0;
  return {
    score: score ? (score.mean * 100).toFixed(1) : noScore ? 'n/a' : null,
    spread: score?.std === null || score === null ? null : `± ${(score.std * 100).toFixed(1)}`,
    difference: difference === null ? null : differenceText(difference),
    count: countText(score, left.length, seeds.length),
    pending,
    action: left.some(({ state }) => state === 'missing') ? 'run' : left.some(isRetryable) ? 'retry' : null,
  };
}

function isRetryable({ state }: SeedResult): boolean {
  return state === 'failed' || state === 'cancelled';
}

/** A difference in percentage points with its spread. */
export function differenceText({ mean, std }: Spread): string {
  return `${formatScoreDelta(mean)}${std === null ? '' : ` ± ${(std * 100).toFixed(1)}`}`;
}

function countText(score: Spread | null, left: number, seeds: number): string | null {
  if (score === null || seeds === 1) return null;
  return left === 0 ? `n = ${score.n}` : `n = ${score.n} of ${score.n + left}`;
}

function pendingLine(state: SeedState, group: SeedResult[]): PendingLine {
  const many = group.length > 1 ? `${group.length} ` : '';
  const runs = group.flatMap(({ work }) => work ?? []);
  const reason = runs.find(({ statusMessage }) => statusMessage !== null)?.statusMessage ?? null;
  if (state === 'running') {
    const percent = Math.floor((runs.reduce((sum, run) => sum + run.progress, 0) / runs.length) * 100);
    const etas = runs.flatMap(({ etaSeconds }) => etaSeconds ?? []);
    const eta = etas.length === runs.length ? ` · ${formatDuration(Math.max(...etas))} left` : '';
    const doing = runs.length === 1 && runs[0] ? phaseText(runs[0]) : null;
    return { state, text: `${many ? `${many}at ` : ''}${percent} %${eta}`, reason: doing, percent };
  }
  const texts: Record<Exclude<SeedState, 'running' | 'done'>, string> = {
    starting: 'starting',
    queued: 'queued',
    waiting: 'waiting for Base',
    base_failed: 'held up by Base',
    failed: 'failed',
    cancelled: 'cancelled',
    missing: 'not run',
  };
  const told = state === 'failed' || state === 'base_failed';
  return { state, text: `${many}${state === 'done' ? '' : texts[state]}`, reason: told ? reason : null, percent: null };
}
