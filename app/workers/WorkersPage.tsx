'use client';

import { Code, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { PageContent } from '@/app/_components/PageContent';
import { useTRPC } from '@/app/_trpc/client';
import { DiskPanel } from './DiskPanel';
import { QueueTable } from './QueueTable';
import { StoppedWorkers } from './StoppedWorkers';
import { WorkerCard } from './WorkerCard';

/** Who does the work, and what waits for them. */
export function WorkersPage() {
  const trpc = useTRPC();
  const workers = useQuery(trpc.worker.list.queryOptions());
  const queue = useQuery(trpc.worker.queue.queryOptions());
  return (
    <PageContent title="Workers" lead="A worker takes runs from the queue, one for each of its slots.">
      <Stack gap="xl">
        <DataPanel query={workers} what="workers" skeleton={<Skeleton h={200} />}>
          {({ workers: all, now }) => {
            const working = all.filter(({ stoppedAt }) => stoppedAt === null);
            return (
              <Stack gap="md">
                {working.length === 0 ? (
                  <EmptyState icon={<IconServer2 size={26} />} title="No worker is running">
                    <Code>npm start</Code> starts one on this machine, beside the workbench. Runs wait in the queue
                    until then.
                  </EmptyState>
                ) : (
                  <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
                    {working.map((worker) => (
                      <WorkerCard key={worker.id} worker={worker} serverNow={now} updatedAt={workers.dataUpdatedAt} />
                    ))}
                  </SimpleGrid>
                )}
                <StoppedWorkers workers={all} />
              </Stack>
            );
          }}
        </DataPanel>
        <Stack gap="sm">
          <Title order={2} size="h4">
            Queue
          </Title>
          <DataPanel
            query={queue}
            what="the queue"
            skeleton={<Skeleton h={240} />}
            isEmpty={({ items }) => items.length === 0}
            empty={<Text c="dimmed">Nothing waits. Runs of a new ablation appear here.</Text>}
          >
            {({ items, total }) => <QueueTable items={items} total={total} />}
          </DataPanel>
        </Stack>
        <DiskPanel />
      </Stack>
    </PageContent>
  );
}
