'use client';

import { Card, Code, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { DamagedAlert } from '@/app/_components/DamagedPage';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { ClassCounts } from './ClassCounts';
import { DatasetVideos } from './DatasetVideos';
import { DeleteDataset } from './DeleteDataset';
import { prepareClassCounts } from './prepareClassCounts';
import { SplitTable } from './SplitTable';

/** One dataset: what is in it, how it is spread over the classes, its videos. */
export function DatasetPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.dataset.byId.queryOptions({ id }));
  return (
    <PageContent
      title={data.name}
      trail={<Trail items={[{ href: '/datasets', label: 'Datasets' }]} />}
      lead={
        <>
          Videos are read from <Code style={{ overflowWrap: 'anywhere' }}>{data.root}</Code>
        </>
      }
      actions={<DeleteDataset dataset={data} />}
    >
      {data.damaged === null ? null : <DamagedAlert>{data.damaged}</DamagedAlert>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Card withBorder padding="md">
          <Stack gap="sm">
            <Title order={2} size="h4">
              Splits
            </Title>
            <SplitTable splits={data.splits} />
            <Text size="xs" c="dimmed">
              Videos without a label stay in the ranking of an evaluation and count as negatives of every class.
              Unusable ones, whose file is missing or not decodable, are not trained on and rank last.
            </Text>
          </Stack>
        </Card>
        <Card withBorder padding="md">
          <Stack gap="sm">
            <Title order={2} size="h4">
              Classes
            </Title>
            <ClassCounts rows={prepareClassCounts(data)} />
          </Stack>
        </Card>
      </SimpleGrid>
      <DatasetVideos datasetId={id} classNames={data.classes.map(({ name }) => name)} />
    </PageContent>
  );
}
