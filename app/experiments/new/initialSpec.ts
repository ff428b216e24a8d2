import { fetchOrDamaged, trpc } from '@/app/_trpc/server';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { shorten } from '@/domain/text/textFault';

/**
 * What the form opens with: one run (`?run=<id>`), or a whole experiment (`?from=<id>`), to be cloned with edits; null for a new one.
 * Shows the 404 page where that is gone.
 * @returns `damaged`: why it cannot be cloned
 */
export async function initialSpec(
  search: Record<string, string | string[] | undefined>,
): Promise<{ data: ExperimentSpec | null; damaged: string | null }> {
  const { from, run } = search;
  if (typeof run === 'string') return fetchOrDamaged(trpc.run.cloneConfig.queryOptions({ id: run }));
  if (typeof from === 'string') {
    const { data, damaged } = await fetchOrDamaged(trpc.experiment.byId.queryOptions({ id: from }));
    if (damaged !== null) return { data: null, damaged };
    return { data: { ...data.spec, name: `${shorten(data.name, 110)} (copy)`, notes: data.notes }, damaged: null };
  }
  return { data: null, damaged: null };
}
