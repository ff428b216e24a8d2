import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { RunsPage } from './RunsPage';
import { groupInput, listInput, loadRunsParams } from './runsParams';

export const metadata: Metadata = { title: 'Runs' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadRunsParams(searchParams);
  const grouped = groupInput(params);
  await prefetch(trpc.run.list.queryOptions(listInput(params)));
  if (grouped) await prefetch(trpc.run.groups.queryOptions(grouped));
  return (
    <Hydrate>
      <RunsPage />
    </Hydrate>
  );
}
