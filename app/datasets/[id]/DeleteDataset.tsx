'use client';

import { Button, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { offerUndo } from '@/app/_components/offerUndo';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';

type Dataset = Pick<Outputs['dataset']['byId'], 'id' | 'name' | 'experiments' | 'deletable'>;

/** Takes a dataset off the list; its videos are never touched. */
export function DeleteDataset({ dataset }: { dataset: Dataset }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { id, name, experiments, deletable } = dataset;
  const refresh = () => queryClient.invalidateQueries(trpc.dataset.list.pathFilter());
  const restore = useMutation(
    trpc.dataset.restore.mutationOptions({ onSuccess: refresh, onError: notifyFailure('It was not restored') }),
  );
  const remove = useMutation(
    trpc.dataset.delete.mutationOptions({
      onSuccess: async () => {
        offerUndo({ title: 'Dataset deleted', text: name, onUndo: () => restore.mutate({ id }) });
        await refresh();
        router.push('/datasets');
      },
      onError: notifyFailure('The dataset was not deleted'),
    }),
  );
  if (!deletable) return null;
  const users =
    experiments === 1
      ? '1 experiment uses it: delete that first.'
      : `${experiments} experiments use it: delete them first.`;
  return (
    <Tooltip label={users} disabled={experiments === 0} withArrow>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        loading={remove.isPending}
        data-disabled={experiments > 0 || undefined}
        aria-disabled={experiments > 0 || undefined}
        aria-description={experiments > 0 ? users : undefined}
        onClick={() => {
          if (experiments === 0) remove.mutate({ id });
        }}
      >
        Delete
      </Button>
    </Tooltip>
  );
}
