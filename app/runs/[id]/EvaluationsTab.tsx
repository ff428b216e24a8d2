'use client';

import { SimpleGrid, Stack } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { useTRPC } from '@/app/_trpc/client';
import { runStatuses } from '@/domain/runStatus';
import { ClassApTable } from './ClassApTable';
import { EvaluationCard } from './EvaluationCard';
import type { Run } from './run';

/** What the trained weights are worth: one card an evaluation, then AP by class. */
export function EvaluationsTab({ run }: { run: Run }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.run.evaluations.queryOptions({ id: run.id }));
  return (
    <DataPanel
      query={query}
      what="evaluations"
      isEmpty={(evaluations) => evaluations.length === 0}
      empty={
        <EmptyState icon={<IconChartBar size={26} />} title="Not evaluated yet">
          {runStatuses[run.status].active
            ? 'The run is evaluated when its training has finished.'
            : 'The run ended before its evaluation. Retry it to have one.'}
        </EmptyState>
      }
    >
      {(evaluations) => (
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, md: Math.min(2, evaluations.length) }} spacing="md">
            {evaluations.map((evaluation) => (
              <EvaluationCard key={evaluation.id} evaluation={evaluation} run={run} />
            ))}
          </SimpleGrid>
          <ClassApTable evaluations={evaluations} />
        </Stack>
      )}
    </DataPanel>
  );
}
