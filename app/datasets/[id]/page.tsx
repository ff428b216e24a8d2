import type { Metadata } from 'next';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, trpc } from '@/app/_trpc/server';
import { DatasetPage } from './DatasetPage';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await fetchOrNotFound(trpc.dataset.byId.queryOptions({ id: (await params).id }));
  return { title: name };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  await fetchOrNotFound(trpc.dataset.byId.queryOptions({ id }));
  return (
    <Hydrate>
      <DatasetPage id={id} />
    </Hydrate>
  );
}
