import { getQueryClient, prefetch, trpc } from '@/app/_trpc/server';
import { nextPage } from '@/domain/page';
import { ExperimentsPage } from './_home/ExperimentsPage';
import { listInput } from './_home/listInput';
import { Hydrate } from './_trpc/Hydrate';

export default async function Home() {
  const list = trpc.experiment.list.infiniteQueryOptions(listInput, nextPage);
  await getQueryClient().prefetchInfiniteQuery(list);
  const empty = getQueryClient().getQueryData(list.queryKey)?.pages[0]?.total === 0;
  if (empty) await prefetch(trpc.experiment.demo.queryOptions());
  return (
    <Hydrate>
      <ExperimentsPage />
    </Hydrate>
  );
}
