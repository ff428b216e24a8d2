'use client';

import { CloseButton, Group, Stack, Table, Text, Title } from '@mantine/core';
import { skipToken, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { DataPanel } from '@/app/_components/DataPanel';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { ScrollTable } from '@/app/_components/ScrollTable';
import { ShowMore } from '@/app/_components/ShowMore';
import table from '@/app/_components/table.module.css';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import { listTitle } from '@/domain/imports/prepareReport';
import { nextPage } from '@/domain/page';
import { importParams } from './importParams';
import { prepareScanned } from './prepareScanned';

type Video = Outputs['import']['videos']['items'][number];

/** The videos behind a count of the report, more on demand. */
export function ScannedVideos({ id, classNames }: { id: string; classNames: string[] }) {
  const trpc = useTRPC();
  const [{ split, finding }, setParams] = useQueryStates(importParams);
  const chosen = split !== null && finding !== null ? { split, finding } : null;
  const query = useInfiniteQuery(
    trpc.import.videos.infiniteQueryOptions(
      chosen
        ? { id, split: chosen.split, finding: chosen.finding === 'all' ? null : chosen.finding, limit: 50 }
        : skipToken,
      nextPage,
    ),
  );
  if (!chosen) {
    return (
      <Text size="sm" c="dimmed">
        Choose a count of the report to see its videos.
      </Text>
    );
  }
  return (
    <Stack gap="sm" component="section" aria-label="Videos">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h4">
          {listTitle(chosen.split, chosen.finding)}
        </Title>
        <CloseButton aria-label="Close the list" onClick={() => setParams({ split: null, finding: null })} />
      </Group>
      <DataPanel query={query} what="the videos">
        {({ pages }) => (
          <>
            <Text fw={600} role="status">
              {countText(pages[0]?.total ?? 0)}
            </Text>
            <ScrollTable label="List of videos" verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th className={table.sticky}>Video</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th ta="right">Size</Table.Th>
                  <Table.Th ta="right">Frames</Table.Th>
                  <Table.Th ta="right">Length</Table.Th>
                  <Table.Th ta="right">Length by the CSV</Table.Th>
                  <Table.Th>Labels</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {pages.flatMap((page) =>
                  page.items.map((video) => <Row key={video.videoId} {...{ video, classNames }} />),
                )}
              </Table.Tbody>
            </ScrollTable>
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

function Row({ video, classNames }: { video: Video; classNames: string[] }) {
  const { state, note, size, frames, length, csvLength, labels } = prepareScanned(video, classNames);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={table.sticky} fw={500}>
        <span title={video.path}>
          <MiddleCut text={video.videoId} className={table.name} />
        </span>
      </Table.Th>
      <Table.Td style={{ whiteSpace: 'normal', minWidth: 160, maxWidth: 360, overflowWrap: 'anywhere' }}>
        {state}
        {note ? (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td ta="right">{size}</Table.Td>
      <Table.Td ta="right">{frames}</Table.Td>
      <Table.Td ta="right">{length}</Table.Td>
      <Table.Td ta="right">{csvLength}</Table.Td>
      <Table.Td style={{ whiteSpace: 'normal', minWidth: 220 }}>{labels}</Table.Td>
    </Table.Tr>
  );
}
