import { fetchOrNotFound, trpc } from '@/app/_trpc/server';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { shorten } from '@/domain/text/textFault';

/**
 * What the form opens with: one run (`?run=<id>`), or a whole experiment (`?from=<id>`), to be cloned with edits; null for a new one.
 * Shows the 404 page where that is gone.
 */
export async function initialSpec(
  search: Record<string, string | string[] | undefined>,
): Promise<ExperimentSpec | null> {
  const { from, run } = search;
  if (typeof run === 'string') return fetchOrNotFound(trpc.run.cloneConfig.queryOptions({ id: run }));
  if (typeof from === 'string') {
    const { spec, name, notes } = await fetchOrNotFound(trpc.experiment.byId.queryOptions({ id: from }));
    return { ...spec, name: `${shorten(name, 110)} (copy)`, notes };
  }
  return null;
}
