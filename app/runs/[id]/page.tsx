import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, trpc } from '@/app/_trpc/server';
import { prefetchTab } from './prefetchTab';
import { RunPage } from './RunPage';
import { runParams } from './runParams';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };
const loadParams = createLoader({ tab: runParams.tab });

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await fetchOrNotFound(trpc.run.byId.queryOptions({ id: (await params).id }));
  return { title: name };
}

export default async function Page({ params, searchParams }: Props) {
  const { id } = await params;
  await fetchOrNotFound(trpc.run.byId.queryOptions({ id }));
  await prefetchTab((await loadParams(searchParams)).tab, id);
  return (
    <Hydrate>
      <RunPage id={id} />
    </Hydrate>
  );
}
