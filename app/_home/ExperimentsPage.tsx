'use client';

import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { LinkButton } from '@/app/_components/LinkButton';
import { PageContent } from '@/app/_components/PageContent';
import { ShowMore } from '@/app/_components/ShowMore';
import { useTRPC } from '@/app/_trpc/client';
import { nextPage } from '@/domain/page';
import { DemoOffer } from './DemoOffer';
import { ExperimentList } from './ExperimentList';
import { listInput } from './listInput';

/** All experiments, newest first; on an empty database the demo in one click. */
export function ExperimentsPage() {
  const trpc = useTRPC();
  const query = useInfiniteQuery(trpc.experiment.list.infiniteQueryOptions(listInput, nextPage));
  const newAblation = (
    <LinkButton href="/experiments/new" leftSection={<IconPlus size={16} aria-hidden />}>
      New ablation
    </LinkButton>
  );
  return (
    <PageContent
      title="Experiments"
      lead="Named ablations: the rows of Table 2 on a dataset, trained here, every number down to its videos."
      actions={newAblation}
    >
      <DataPanel
        query={query}
        what="experiments"
        skeleton={<ListSkeleton />}
        isEmpty={({ pages }) => pages[0]?.total === 0}
        empty={<DemoOffer />}
      >
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          const total = pages[0]?.total ?? items.length;
          return (
            <Stack>
              <ExperimentList items={items} />
              <Group justify="center">
                <ShowMore query={query} />
                <Text size="sm" c="dimmed">
                  {items.length} of {total}
                </Text>
              </Group>
            </Stack>
          );
        }}
      </DataPanel>
    </PageContent>
  );
}

function ListSkeleton() {
  return (
    <Stack gap="sm">
      <Skeleton h={112} radius="md" />
      <Skeleton h={112} radius="md" />
      <Skeleton h={112} radius="md" />
    </Stack>
  );
}
