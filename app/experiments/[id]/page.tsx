import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrDamaged, prefetch, trpc } from '@/app/_trpc/server';
import { DamagedExperiment } from './DamagedExperiment';
import { ExperimentPage } from './ExperimentPage';
import { experimentParams } from './experimentParams';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };
const load = createLoader(experimentParams);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { data } = await fetchOrDamaged(trpc.experiment.byId.queryOptions({ id: (await params).id }));
  return { title: data?.name ?? 'Damaged experiment' };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, { seed }] = await Promise.all([params, load(searchParams)]);
  const { data, damaged } = await fetchOrDamaged(trpc.experiment.byId.queryOptions({ id }));
  if (damaged !== null) return <DamagedExperiment id={id} message={damaged} />;
  await Promise.all([
    prefetch(trpc.experiment.table.queryOptions({ id, seed })),
    prefetch(trpc.submission.list.queryOptions({ experimentId: id })),
    ...(data.spec.table1Frames.length > 0 ? [prefetch(trpc.experiment.table1.queryOptions({ id, seed }))] : []),
  ]);
  return (
    <Hydrate>
      <ExperimentPage id={id} />
    </Hydrate>
  );
}
