import type { Metadata } from 'next';
import { z } from 'zod';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, prefetch, trpc } from '@/app/_trpc/server';
import { ImportWeightsForm } from './ImportWeightsForm';

export const metadata: Metadata = { title: 'Import weights' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** `?from=` fills the form with what an earlier import was told. */
export default async function Page({ searchParams }: Props) {
  const from = z.uuid().safeParse((await searchParams).from).data;
  const earlier = from === undefined ? null : await fetchOrNotFound(trpc.weights.byId.queryOptions({ id: from }));
  await prefetch(trpc.dataset.list.queryOptions());
  return (
    <Hydrate>
      <ImportWeightsForm initial={earlier?.task?.input ?? null} networks={earlier?.report?.networks ?? []} />
    </Hydrate>
  );
}
