'use client';

import { SimpleGrid } from '@mantine/core';
import { IconCpu } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { MetricChart } from '@/app/_components/curves/MetricChart';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { useTRPC } from '@/app/_trpc/client';
import type { Run } from './run';

/** What the run process took from its host, over the seconds since it began. */
export function SystemTab({ run }: { run: Run }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.run.metrics.queryOptions({ id: run.id }));
  const runs = useMemo(() => [{ id: run.id, name: run.name }], [run.id, run.name]);
  return (
    <DataPanel
      query={query}
      what="load curves"
      isEmpty={(metrics) => !metrics.some(({ split }) => split === 'system')}
      empty={
        <EmptyState icon={<IconCpu size={26} />} title="No load measured yet">
          CPU, memory and GPU are measured while a worker is at the run.
        </EmptyState>
      }
    >
      {(metrics) => (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          {metrics
            .filter(({ split }) => split === 'system')
            .map(({ key }) => (
              <MetricChart key={key} runs={runs} metricKey={key} split="system" />
            ))}
        </SimpleGrid>
      )}
    </DataPanel>
  );
}
