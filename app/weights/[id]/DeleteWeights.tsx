'use client';

import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { offerUndo } from '@/app/_components/offerUndo';
import { useTRPC } from '@/app/_trpc/client';
import { type RunStatus, runStatuses } from '@/domain/runStatus';

type DeleteWeightsProps = { id: string; name: string; stored: boolean; status: RunStatus | null };

/** Takes weights off the list with a way back, or forgets an import that gave none. */
export function DeleteWeights({ id, name, stored, status }: DeleteWeightsProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(trpc.weights.list.pathFilter());
  const restore = useMutation(
    trpc.weights.restore.mutationOptions({ onSuccess: refresh, onError: notifyFailure('They were not restored') }),
  );
  const remove = useMutation(
    trpc.weights.delete.mutationOptions({
      onSuccess: async () => {
        offerUndo({ title: 'Weights deleted', text: name, onUndo: () => restore.mutate({ id }) });
        await refresh();
        router.push('/weights');
      },
      onError: notifyFailure('The weights were not deleted'),
    }),
  );
  const discard = useMutation(
    trpc.weights.discard.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.weights.imports.pathFilter());
        router.push('/weights');
      },
      onError: notifyFailure('The import was not forgotten'),
    }),
  );
  if (!stored && (status === null || !runStatuses[status].final)) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconTrash size={16} aria-hidden />}
      loading={remove.isPending || discard.isPending}
      onClick={() => (stored ? remove : discard).mutate({ id })}
    >
      {stored ? 'Delete' : 'Forget'}
    </Button>
  );
}
