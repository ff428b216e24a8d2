import type { Metadata } from 'next';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, prefetch, trpc } from '@/app/_trpc/server';
import { RunPage } from './RunPage';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await fetchOrNotFound(trpc.run.byId.queryOptions({ id: (await params).id }));
  return { title: name };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  await fetchOrNotFound(trpc.run.byId.queryOptions({ id }));
  await prefetch(trpc.run.metrics.queryOptions({ id }));
  await prefetch(trpc.run.evaluations.queryOptions({ id }));
  return (
    <Hydrate>
      <RunPage id={id} />
    </Hydrate>
  );
}
