import { Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { LinkButton } from '@/app/_components/LinkButton';
import { PageContent } from '@/app/_components/PageContent';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { DatasetImports } from './DatasetImports';
import { DatasetList } from './DatasetList';

export const metadata: Metadata = { title: 'Datasets' };

export default async function Page() {
  await Promise.all([prefetch(trpc.dataset.list.queryOptions()), prefetch(trpc.import.list.queryOptions())]);
  const actions = <LinkButton href="/datasets/import">Import</LinkButton>;
  return (
    <Hydrate>
      <PageContent title="Datasets" lead="What runs are trained and evaluated on." actions={actions}>
        <Stack gap="xl">
          <DatasetList />
          <DatasetImports />
        </Stack>
      </PageContent>
    </Hydrate>
  );
}
