'use client';

import { Anchor, Card, Code, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { DamagedMark } from '@/app/_components/DamagedMark';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';

/** All registered datasets. */
export function DatasetList() {
  const trpc = useTRPC();
  const query = useQuery(trpc.dataset.list.queryOptions());
  return (
    <DataPanel query={query} what="datasets" isEmpty={(datasets) => datasets.length === 0} empty={<NoDatasets />}>
      {(datasets) => (
        <SimpleGrid
          cols={{ base: 1, sm: 2, lg: 3 }}
          spacing="md"
          component="ul"
          p={0}
          m={0}
          style={{ listStyle: 'none' }}
        >
          {datasets.map((dataset) => (
            <li key={dataset.id}>
              <DatasetCard dataset={dataset} />
            </li>
          ))}
        </SimpleGrid>
      )}
    </DataPanel>
  );
}

function DatasetCard({ dataset }: { dataset: Outputs['dataset']['list'][number] }) {
  const facts = [
    [dataset.classes, 'classes'],
    [dataset.trainVideos, 'training videos'],
    [dataset.testVideos, 'test videos'],
  ] as const;
  return (
    <Card withBorder padding="lg" h="100%">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4">
            <Anchor component={Link} href={`/datasets/${dataset.id}`} inherit>
              {dataset.name}
            </Anchor>
          </Title>
          <Text size="sm" c="dimmed">
            {dataset.slug}
          </Text>
        </div>
        {dataset.damaged === null ? null : (
          <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
            <DamagedMark /> {dataset.damaged}
          </Text>
        )}
        <Group gap="xl">
          {facts.map(([count, unit]) => (
            <div key={unit}>
              <Text fw={650} size="lg" lh={1.2}>
                {count.toLocaleString('en-GB')}
              </Text>
              <Text size="xs" c="dimmed">
                {unit}
              </Text>
            </div>
          ))}
        </Group>
      </Stack>
    </Card>
  );
}

function NoDatasets() {
  return (
    <EmptyState icon={<IconDatabase />} title="No dataset yet">
      <Code>npm run demo</Code> prepares MicroCharades (1,100 short videos, rendered on this machine) and registers it
      here. Import brings in Charades, or a folder of your own videos.
    </EmptyState>
  );
}
