'use client';

import { Stack, Title } from '@mantine/core';
import { IconWeight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { ImportList } from '@/app/_components/ImportList';
import { useTRPC } from '@/app/_trpc/client';
import { WeightsTable } from './WeightsTable';

/** All imported weights, and the imports that are under way or did not work. */
export function WeightsPage() {
  const trpc = useTRPC();
  const weights = useQuery(trpc.weights.list.queryOptions({}));
  const imports = useQuery(trpc.weights.imports.queryOptions());
  const open = (imports.data ?? []).filter(({ status }) => status !== 'SUCCEEDED');
  return (
    <Stack gap="xl">
      <DataPanel
        query={weights}
        what="weights"
        isEmpty={(list) => list.length === 0}
        empty={
          <EmptyState icon={<IconWeight />} title="No weights yet">
            Import a checkpoint of PyVideoResearch, a ResNet-50 trained on ImageNet, or any file of PyTorch or
            safetensors that holds the arrays of a backbone. No code in such a file is ever executed.
          </EmptyState>
        }
      >
        {(list) => <WeightsTable weights={list} />}
      </DataPanel>
      {open.length > 0 ? (
        <Stack gap="sm">
          <Title order={2} size="h4">
            Imports
          </Title>
          <ImportList label="Imports" tasks={open} unit="arrays read" hrefOf={(id) => `/weights/${id}`} />
        </Stack>
      ) : null}
    </Stack>
  );
}
