import type { Metadata } from 'next';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, trpc } from '@/app/_trpc/server';
import { WeightsDetail } from './WeightsDetail';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { weights, task } = await fetchOrNotFound(trpc.weights.byId.queryOptions({ id: (await params).id }));
  return { title: weights?.name ?? task?.input?.name ?? task?.title };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  await fetchOrNotFound(trpc.weights.byId.queryOptions({ id }));
  return (
    <Hydrate>
      <WeightsDetail id={id} />
    </Hydrate>
  );
}
