import type { SeedState } from '@/domain/table2/table2';

/** Why a cell has no videos yet, and what happens or is to be done next. */
export function pendingReason({
  state,
  run,
}: {
  state: SeedState;
  run: { name: string; progress: number; statusMessage: string | null } | null;
}): string {
  const name = run ? `The run “${run.name}”` : 'Its run';
  const message = run?.statusMessage ?? null;
  const soon = 'The videos appear here as soon as they are evaluated.';
  const reasons: Record<SeedState, string> = {
    done: soon,
    running: `${name} is at work, ${Math.floor((run?.progress ?? 0) * 100)} % done. ${soon}`,
    starting: `${name} is starting. ${soon}`,
    queued: `${name} is in the queue. ${soon}`,
    waiting: `${name} waits for its base run. ${soon}`,
    base_failed: `${name} cannot start, because its base run has ended without weights. ${message ?? 'Retry the base run.'}`,
    failed: `${name} has failed. ${message ?? 'Retry it on its page.'}`,
    cancelled: `${name} was cancelled. Retry it on its page.`,
    missing: 'No run of this experiment makes it. Choose another row, or run it from the table of the experiment.',
  };
  return reasons[state];
}
