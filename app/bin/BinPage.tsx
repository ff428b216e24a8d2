'use client';

import { Skeleton, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ConfirmButton } from '@/app/_components/ConfirmButton';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { formatBytes } from '@/app/_components/formatBytes';
import { PageContent } from '@/app/_components/PageContent';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { useTRPC } from '@/app/_trpc/client';
import { BinTable } from './BinTable';
import { useBinActions } from './useBinActions';

/** What was deleted: it can be restored, or deleted for good. */
export function BinPage() {
  const trpc = useTRPC();
  const bin = useQuery(trpc.disk.bin.queryOptions());
  const { empty } = useBinActions();
  const items = bin.data?.items ?? [];
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  const days = bin.data?.days ?? 30;
  return (
    <PageContent
      title="Bin"
      lead={`What was deleted can be restored for ${days} days; then it goes by itself.${items.length > 0 ? ` It holds ${formatBytes(bytes)}.` : ''}`}
      actions={
        items.length > 0 ? (
          <ConfirmButton
            label="Empty the bin"
            question={`Everything in the bin is deleted for good: ${formatBytes(bytes)}. This cannot be undone.`}
            confirm="Delete everything for good"
            loading={empty.isPending}
            onConfirm={() => empty.mutate()}
          />
        ) : null
      }
    >
      <DataPanel
        query={bin}
        what="the bin"
        skeleton={<Skeleton h={240} />}
        isEmpty={(data) => data.items.length === 0 && data.last === null}
        empty={<NothingDeleted />}
      >
        {(data) => (
          <Stack gap="md">
            {data.items.length === 0 ? <NothingDeleted /> : <BinTable items={data.items} days={data.days} />}
            {data.last ? (
              <Text size="sm" c="dimmed">
                Last tidied up <RelativeTime date={data.last.finishedAt} />: {data.last.rows.toLocaleString('en-GB')}{' '}
                rows and {formatBytes(data.last.bytes)} were freed.
              </Text>
            ) : null}
          </Stack>
        )}
      </DataPanel>
    </PageContent>
  );
}

function NothingDeleted() {
  return (
    <EmptyState icon={<IconTrash size={26} />} title="The bin is empty">
      Experiments, runs, datasets, weights and scores that you delete lie here until they go for good.
    </EmptyState>
  );
}
