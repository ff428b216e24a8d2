'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { formatBytes } from '@/app/_components/formatBytes';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import type { BinKind } from '@/domain/binKinds';

/** Restores, deletes for good, empties; every list may look different afterwards. */
export function useBinActions() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries();
  const restorers: Record<BinKind, (input: { id: string }) => Promise<unknown>> = {
    experiment: (input) => client.experiment.restore.mutate(input),
    run: (input) => client.run.restore.mutate(input),
    dataset: (input) => client.dataset.restore.mutate(input),
    weights: (input) => client.weights.restore.mutate(input),
    submission: (input) => client.submission.restore.mutate(input),
  };
  const onSuccess = async ({ bytes }: { bytes: number }) => {
    notifications.show({ title: 'Deleted for good', message: `${formatBytes(bytes)} were freed.` });
    await refresh();
  };
  const onError = notifyFailure('It was not deleted for good');
  return {
    restore: useMutation({
      mutationFn: ({ kind, id }: { kind: BinKind; id: string }) => restorers[kind]({ id }),
      onSuccess: refresh,
      onError: notifyFailure('It was not restored'),
    }),
    purge: useMutation(trpc.disk.deleteForGood.mutationOptions({ onSuccess, onError })),
    empty: useMutation(trpc.disk.emptyBin.mutationOptions({ onSuccess, onError })),
  };
}
