import { prefetch, trpc } from '@/app/_trpc/server';
import type { RunTab } from './runParams';

/** Fetches at the server what the chosen part of a run shows first. */
export async function prefetchTab(tab: RunTab, id: string): Promise<void> {
  switch (tab) {
    case 'curves':
      await Promise.all([
        prefetch(trpc.run.metrics.queryOptions({ id })),
        prefetch(trpc.run.evaluations.queryOptions({ id })),
      ]);
      return;
    case 'evaluations':
      return prefetch(trpc.run.evaluations.queryOptions({ id }));
    case 'attempts':
      return prefetch(trpc.run.attempts.queryOptions({ id }));
    case 'system':
      return prefetch(trpc.run.metrics.queryOptions({ id }));
    case 'checkpoints':
      return prefetch(trpc.run.checkpoints.queryOptions({ id }));
    case 'config': // comes with the run
    case 'log': // follows its end in the browser
      return;
  }
}
