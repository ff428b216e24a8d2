import type { Outputs } from '@/app/_trpc/outputs';

type Item = Pick<Outputs['disk']['bin']['items'][number], 'kind' | 'held' | 'heldRuns'>;

/** When a thing leaves the bin by itself. */
export function goesAt(deletedAt: Date, days: number): Date {
  return new Date(deletedAt.getTime() + days * 86_400_000);
}

/** What of it stays because somebody needs it; null where all of it can go. */
export function heldText({ kind, held, heldRuns }: Item): string | null {
  if (heldRuns > 0) {
    return heldRuns === 1
      ? '1 run of it stays: others start from it'
      : `${heldRuns} runs of it stay: others start from them`;
  }
  if (!held) return null;
  if (kind === 'run') return 'other runs start from it';
  return kind === 'weights' ? 'runs start from them' : 'experiments in the bin use it';
}
