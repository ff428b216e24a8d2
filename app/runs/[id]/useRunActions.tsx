'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { UndoMessage } from '@/app/_components/UndoMessage';
import { useTRPC } from '@/app/_trpc/client';

/** What can be done to a run; every answer shows at once. */
export function useRunActions(run: { id: string; name: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.run.pathFilter());
  const restore = useMutation(
    trpc.run.restore.mutationOptions({ onSuccess, onError: notifyFailure('The run was not restored') }),
  );
  const remove = useMutation(
    trpc.run.delete.mutationOptions({
      onError: notifyFailure('The run was not deleted'),
      onSuccess: () => {
        const undo = () => {
          restore.mutate({ id: run.id });
          notifications.hide(notice);
        };
        const notice = notifications.show({
          autoClose: 15_000,
          title: 'Run deleted',
          message: <UndoMessage text={run.name} onUndo={undo} />,
        });
        return onSuccess();
      },
    }),
  );
  return {
    cancel: useMutation(
      trpc.run.cancel.mutationOptions({ onSuccess, onError: notifyFailure('The run was not cancelled') }),
    ),
    retry: useMutation(
      trpc.run.retry.mutationOptions({ onSuccess, onError: notifyFailure('The run was not retried') }),
    ),
    restoreConfig: useMutation(
      trpc.run.restoreConfig.mutationOptions({ onSuccess, onError: notifyFailure('The config was not restored') }),
    ),
    restoreWeights: useMutation(
      trpc.run.restoreWeights.mutationOptions({ onSuccess, onError: notifyFailure('The weights were not asked for') }),
    ),
    remove,
    restore,
  };
}
