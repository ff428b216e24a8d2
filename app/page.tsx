import { getQueryClient, trpc } from '@/app/_trpc/server';
import { ExperimentsPage } from './_home/ExperimentsPage';
import { listInput, listOptions } from './_home/listOptions';
import { Hydrate } from './_trpc/Hydrate';

export default async function Home() {
  await getQueryClient().prefetchInfiniteQuery(trpc.experiment.list.infiniteQueryOptions(listInput, listOptions));
  return (
    <Hydrate>
      <ExperimentsPage />
    </Hydrate>
  );
}
