'use client';

import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ImportList } from '@/app/_components/ImportList';
import { useTRPC } from '@/app/_trpc/client';

/** Imports of datasets that are under way or whose report waits to be looked at. */
export function DatasetImports() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.import.list.queryOptions());
  const imports = data ?? [];
  if (imports.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Imports
      </Title>
      <ImportList
        label="Imports"
        tasks={imports}
        unit="videos read"
        done="the report is ready"
        hrefOf={(id) => `/datasets/import/${id}`}
      />
    </Stack>
  );
}
