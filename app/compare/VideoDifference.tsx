'use client';

import { Anchor, Group, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { DataPanel } from '@/app/_components/DataPanel';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import type { Opponent } from './prepareOpponents';
import { VideoChangesByClass } from './VideoChangesByClass';

type VideoDifferenceProps = { baselineId: string; otherId: string; videos: Opponent['videos'] };
type Changes = Outputs['compare']['videos'];

const facts = [
  { change: 'gained', label: 'Right now, wrong before' },
  { change: 'lost', label: 'Wrong now, right before' },
  { change: 'bothRight', label: 'Right in both' },
  { change: 'bothWrong', label: 'Wrong in both' },
] as const;

/** Which videos turned right or wrong; each leads to what the network looked at. */
export function VideoDifference({ baselineId, otherId, videos }: VideoDifferenceProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.compare.videos.queryOptions({ baseline: baselineId, other: otherId }));
  return (
    <DataPanel query={query} what="the videos that changed" skeleton={<Skeleton h={160} />}>
      {(changes) => (
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
            {facts.map(({ change, label }) => (
              <Paper key={change} withBorder p="sm">
                <Text fz={24} fw={650} lh={1.2}>
                  {changes.total[change].toLocaleString('en-GB')}
                </Text>
                <Text size="xs" c="dimmed">
                  {label}
                </Text>
              </Paper>
            ))}
          </SimpleGrid>
          <Text size="xs" c="dimmed">
            Videos with a label. Right: the class with the highest score is one of the labels.
          </Text>
          <VideoChangesByClass changes={changes} />
          <Videos title="Right now, wrong before" change="gained" changes={changes} cell={videos} />
          <Videos title="Wrong now, right before" change="lost" changes={changes} cell={videos} />
        </Stack>
      )}
    </DataPanel>
  );
}

type VideosProps = {
  title: string;
  change: 'gained' | 'lost';
  changes: Changes;
  cell: Opponent['videos'];
};

function Videos({ title, change, changes, cell: { experimentId, ...cell } }: VideosProps) {
  const videos = changes.changed.filter((video) => video.change === change);
  if (videos.length === 0) return null;
  const rest = changes.total[change] - videos.length;
  const query = new URLSearchParams({ ...cell, seed: String(cell.seed) });
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Group gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {videos.map(({ videoId }) => (
          <li key={videoId}>
            <Anchor
              component={Link}
              href={`/experiments/${experimentId}/videos/${encodeURIComponent(videoId)}?${query}`}
              size="sm"
            >
              {videoId}
            </Anchor>
          </li>
        ))}
        {rest > 0 ? (
          <Text component="li" size="sm" c="dimmed">
            and {rest} more
          </Text>
        ) : null}
      </Group>
    </Stack>
  );
}
