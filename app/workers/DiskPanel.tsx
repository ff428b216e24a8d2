'use client';

import { Anchor, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { DataPanel } from '@/app/_components/DataPanel';
import { Fact } from '@/app/_components/Fact';
import { formatBytes } from '@/app/_components/formatBytes';
import { useTRPC } from '@/app/_trpc/client';

const kinds = [
  ['weights', 'Weights'],
  ['pictures', 'Pictures'],
  ['maps', 'Saliency maps'],
  ['unused', 'Unused'],
  ['caches', 'Caches'],
] as const;

/** What takes how much disk, by kind, and how much is left. */
export function DiskPanel() {
  const trpc = useTRPC();
  const use = useQuery(trpc.disk.use.queryOptions(undefined, { staleTime: 60_000 }));
  const { data: space } = useQuery(trpc.disk.space.queryOptions());
  return (
    <Stack gap="sm" id="disk">
      <Title order={2} size="h4">
        Disk
      </Title>
      <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md">
        <DataPanel query={use} what="the disk" skeleton={<Skeleton h={96} />}>
          {(bytes) => (
            <Stack gap="md">
              <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing={8} m={0}>
                {kinds.map(([kind, term]) => (
                  <Fact key={kind} term={term}>
                    {formatBytes(bytes[kind])}
                  </Fact>
                ))}
                {space ? (
                  <Fact term="Free">
                    {formatBytes(space.free)} of {formatBytes(space.total)}
                  </Fact>
                ) : null}
              </SimpleGrid>
              <Text size="sm" c="dimmed">
                Weights are checkpoints and imported files, pictures the frames of the gallery. Nothing needs what is
                unused: it is freed within a day. Caches are made again when they are needed. What was deleted lies in
                the{' '}
                <Anchor component={Link} href="/bin" inherit underline="always">
                  bin
                </Anchor>{' '}
                and takes its disk until it has left it; what an experiment takes stands on its page.
              </Text>
            </Stack>
          )}
        </DataPanel>
      </Paper>
    </Stack>
  );
}
