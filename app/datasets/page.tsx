import type { Metadata } from 'next';
import { PageContent } from '@/app/_components/PageContent';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { DatasetList } from './DatasetList';

export const metadata: Metadata = { title: 'Datasets' };

export default async function Page() {
  await prefetch(trpc.dataset.list.queryOptions());
  return (
    <Hydrate>
      <PageContent title="Datasets" lead="What runs are trained and evaluated on.">
        <DatasetList />
      </PageContent>
    </Hydrate>
  );
}
