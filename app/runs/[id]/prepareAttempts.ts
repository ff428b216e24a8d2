import type { Outputs } from '@/app/_trpc/outputs';
import { readTaskKind, taskKinds } from '@/domain/tasks';
import { formatDuration } from '@/domain/text/formatDuration';

export type Attempt = Outputs['run']['attempts'][number];
export type AttemptRow = {
  id: string;
  number: number;
  /** What was done: the training, or work on the finished run. */
  work: string;
  where: string;
  from: Date;
  duration: string;
  began: string;
  outcome: Attempt['outcome'];
  reason: string;
  /** Where it lies in the time from the first claim to now or the last end, in percent. */
  left: number;
  width: number;
};

/** Attempts with their place in time; `now` in milliseconds ends those that go on. */
export function prepareAttempts(attempts: Attempt[], now: number): AttemptRow[] {
  const endOf = ({ endedAt }: Attempt) => endedAt?.getTime() ?? now;
  const first = Math.min(...attempts.map(({ claimedAt }) => claimedAt.getTime()));
  const span = Math.max(1, Math.max(...attempts.map(endOf)) - first);
  return attempts.map((attempt) => {
    const { id, number, kind, claimedAt, outcome, code, message, resumedAtStep, worker, slot } = attempt;
    const length = Math.max(0, endOf(attempt) - claimedAt.getTime());
    return {
      id,
      number,
      work: taskKinds[readTaskKind(kind) ?? 'train'].label,
      where: slot === null ? worker.host : `${worker.host}, slot ${slot}`,
      from: claimedAt,
      duration: formatDuration(length / 1000),
      began: resumedAtStep === null ? 'the start' : `step ${resumedAtStep.toLocaleString('en-GB')}`,
      outcome,
      reason: [message, code === null ? null : `(${code})`].filter((part) => part !== null).join(' ') || '–',
      left: (100 * (claimedAt.getTime() - first)) / span,
      width: Math.max(1, (100 * length) / span),
    };
  });
}
