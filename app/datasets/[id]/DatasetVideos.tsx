'use client';

import { Group, SegmentedControl, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { Labelled } from '@/app/_components/Labelled';
import { ShowMore } from '@/app/_components/ShowMore';
import { parseAsWholeNumber } from '@/app/_components/urlValues';
import { useTRPC } from '@/app/_trpc/client';
import { nextPage } from '@/domain/page';
import { videoStateSchema, videoStates } from '@/domain/videoStates';
import { DatasetVideoCard } from './DatasetVideoCard';

const splits = ['test', 'train'] as const;
const states = videoStateSchema.options;
const params = {
  split: parseAsStringLiteral(splits).withDefault('test'),
  class: parseAsWholeNumber,
  state: parseAsStringLiteral(states),
};

/** Videos of a split with their labels, more on demand. */
export function DatasetVideos({ datasetId, classNames }: { datasetId: string; classNames: string[] }) {
  const trpc = useTRPC();
  const [{ split, class: cls, state }, setParams] = useQueryStates(params);
  const chosen = cls !== null && cls < classNames.length ? cls : null;
  const query = useInfiniteQuery(
    trpc.dataset.videos.infiniteQueryOptions({ datasetId, split, class: chosen, state, limit: 24 }, nextPage),
  );
  return (
    <Stack gap="md" component="section" aria-label="Videos">
      <Title order={2} size="h4">
        Videos
      </Title>
      <Group gap="sm" align="flex-end">
        <Labelled label="Split">
          <SegmentedControl
            aria-label="Split"
            data={[...splits]}
            value={split}
            onChange={(value) => setParams({ split: splits.find((option) => option === value) ?? 'test' })}
          />
        </Labelled>
        <Select
          label="Class"
          placeholder="any class"
          clearable
          clearButtonProps={{ 'aria-label': 'Any class' }}
          searchable
          flex="1 1 260px"
          maw={360}
          data={classNames.map((name, index) => ({ value: String(index), label: name }))}
          value={chosen === null ? null : String(chosen)}
          onChange={(value) => setParams({ class: value === null ? null : Number(value) })}
        />
        <Select
          label="State"
          placeholder="any state"
          clearable
          clearButtonProps={{ 'aria-label': 'Any state' }}
          w={180}
          data={states.map((value) => ({ value, label: videoStates[value].label }))}
          value={state}
          onChange={(value) => setParams({ state: states.find((option) => option === value) ?? null })}
        />
      </Group>
      <DataPanel
        query={query}
        what="the videos"
        isEmpty={({ pages }) => pages[0]?.total === 0}
        empty={
          <EmptyState icon={<IconFilterOff />} title="No video of this split shows that">
            Choose another class or state, or the other split.
          </EmptyState>
        }
      >
        {({ pages }) => (
          <>
            <Text fw={600} role="status">
              {countText(pages[0]?.total ?? 0)}
            </Text>
            <SimpleGrid
              cols={{ base: 1, sm: 2, lg: 3 }}
              spacing="sm"
              component="ul"
              p={0}
              m={0}
              style={{ listStyle: 'none' }}
            >
              {pages
                .flatMap((page) => page.items)
                .map((video) => (
                  <DatasetVideoCard key={video.videoId} video={video} classNames={classNames} />
                ))}
            </SimpleGrid>
            <ShowMore query={query} />
          </>
        )}
      </DataPanel>
    </Stack>
  );
}

function countText(videos: number): string {
  return videos === 1 ? '1 video' : `${videos.toLocaleString('en-GB')} videos`;
}
