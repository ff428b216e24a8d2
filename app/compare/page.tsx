import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { ComparePage } from './ComparePage';
import { comparedRuns, loadCompareParams } from './compareParams';

export const metadata: Metadata = { title: 'Compare runs' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const runIds = comparedRuns(await loadCompareParams(searchParams));
  if (runIds.length > 0) await prefetch(trpc.compare.byRuns.queryOptions({ runIds }));
  return (
    <Hydrate>
      <ComparePage />
    </Hydrate>
  );
}
