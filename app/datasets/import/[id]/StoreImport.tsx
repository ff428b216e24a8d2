'use client';

import { Button, Text, Tooltip } from '@mantine/core';
import { IconDatabasePlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import { DiscardImport } from './DiscardImport';
import { prepareStore } from './prepareStore';

type Detail = Outputs['import']['byId'];

/** Makes a dataset of what was found, or forgets it. */
export function StoreImport({ detail, result }: { detail: Detail; result: NonNullable<Detail['result']> }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const store = useMutation(
    trpc.import.store.mutationOptions({
      onSuccess: async ({ datasetId }) => {
        await queryClient.invalidateQueries(trpc.dataset.pathFilter());
        router.push(`/datasets/${datasetId}`);
      },
      onError: notifyFailure('The dataset was not stored'),
    }),
  );
  const { id, status } = detail;
  if (result.datasetId !== null)
    return <LinkButton href={`/datasets/${result.datasetId}`}>Open the dataset</LinkButton>;
  const { label, hindrance, note } = prepareStore(detail.known, result.report);
  return (
    <>
      {note ? (
        <Text size="sm" c="dimmed" maw={360}>
          {note}
        </Text>
      ) : null}
      <DiscardImport id={id} status={status} />
      <Tooltip label={hindrance} disabled={hindrance === null} multiline maw={320} withArrow>
        <Button
          leftSection={<IconDatabasePlus size={18} aria-hidden />}
          loading={store.isPending}
          data-disabled={hindrance !== null || undefined}
          aria-disabled={hindrance !== null || undefined}
          aria-description={hindrance ?? undefined}
          onClick={() => {
            if (hindrance === null) store.mutate({ id, update: detail.known !== null });
          }}
        >
          {label}
        </Button>
      </Tooltip>
    </>
  );
}
