import type { Metadata } from 'next';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, trpc } from '@/app/_trpc/server';
import { ImportPage } from './ImportPage';

export const metadata: Metadata = { title: 'Import' };

type Props = { params: Promise<{ id: string }> };

export default async function Page({ params }: Props) {
  const { id } = await params;
  await fetchOrNotFound(trpc.import.byId.queryOptions({ id }));
  return (
    <Hydrate>
      <ImportPage id={id} />
    </Hydrate>
  );
}
