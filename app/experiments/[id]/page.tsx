import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, prefetch, trpc } from '@/app/_trpc/server';
import { ExperimentPage } from './ExperimentPage';
import { experimentParams } from './experimentParams';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };
const load = createLoader(experimentParams);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await fetchOrNotFound(trpc.experiment.byId.queryOptions({ id: (await params).id }));
  return { title: name };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, { seed }] = await Promise.all([params, load(searchParams)]);
  await fetchOrNotFound(trpc.experiment.byId.queryOptions({ id }));
  await prefetch(trpc.experiment.table.queryOptions({ id, seed }));
  return (
    <Hydrate>
      <ExperimentPage id={id} />
    </Hydrate>
  );
}
