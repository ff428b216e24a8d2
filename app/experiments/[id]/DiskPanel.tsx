'use client';

import { Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { Fact } from '@/app/_components/Fact';
import { formatBytes } from '@/app/_components/formatBytes';
import { useTRPC } from '@/app/_trpc/client';

/** What the experiment takes on the disk. */
export function DiskPanel({ experimentId }: { experimentId: string }) {
  const trpc = useTRPC();
  const disk = useQuery(trpc.disk.experiment.queryOptions({ experimentId }, { staleTime: 30_000 }));
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md" component="section" aria-labelledby="disk">
      <Stack gap="md">
        <Title order={2} size="h3" id="disk">
          Disk
        </Title>
        <DataPanel query={disk} what="the disk of this experiment" skeleton={<Skeleton h={48} />}>
          {({ weights, maps, pictures }) => (
            <>
              <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing={8} m={0}>
                <Fact term="Checkpoints">{formatBytes(weights)}</Fact>
                <Fact term="Saliency maps">{formatBytes(maps)}</Fact>
                <Fact term="Pictures">{formatBytes(pictures)}</Fact>
                <Fact term="Together">{formatBytes(weights + maps + pictures)}</Fact>
              </SimpleGrid>
              <Text size="sm" c="dimmed">
                Pictures are the frames of the gallery: all experiments that look at the same clips share them. A
                deleted experiment takes its disk until it has left the bin.
              </Text>
            </>
          )}
        </DataPanel>
      </Stack>
    </Paper>
  );
}
