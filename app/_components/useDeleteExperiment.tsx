'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/app/_trpc/client';
import { notifyFailure } from './notifyFailure';
import { UndoMessage } from './UndoMessage';

/** Deletes an experiment softly and offers to take it back. */
export function useDeleteExperiment() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(trpc.experiment.pathFilter());
  const restore = useMutation(
    trpc.experiment.restore.mutationOptions({ onSuccess: refresh, onError: notifyFailure('It was not restored') }),
  );
  const remove = useMutation(
    trpc.experiment.delete.mutationOptions({ onSuccess: refresh, onError: notifyFailure('It was not deleted') }),
  );
  const offerUndo = ({ id, name }: { id: string; name: string }) => {
    const undo = () => {
      restore.mutate({ id });
      notifications.hide(notice);
    };
    const notice = notifications.show({
      autoClose: 15_000,
      title: 'Experiment deleted',
      message: <UndoMessage text={name} onUndo={undo} />,
    });
  };
  // The card that asked may be gone when the answer comes: a promise is kept all the same.
  return async (experiment: { id: string; name: string }, after?: () => void) => {
    const done = await remove.mutateAsync({ id: experiment.id }).then(
      () => true,
      () => false,
    );
    if (!done) return;
    offerUndo(experiment);
    after?.();
  };
}
