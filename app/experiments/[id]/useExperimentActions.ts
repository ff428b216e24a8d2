'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { useTRPC } from '@/app/_trpc/client';

/** What can be done with an experiment; every answer shows at once. */
export function useExperimentActions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.experiment.pathFilter());
  const runs = (count: number) => `${count} ${count === 1 ? 'run' : 'runs'}`;
  return {
    cancel: useMutation(
      trpc.experiment.cancel.mutationOptions({
        onSuccess: (count) => {
          notifications.show({ message: `${runs(count)} cancelled; those at work stop after their step.` });
          return onSuccess();
        },
        onError: notifyFailure('The runs were not cancelled'),
      }),
    ),
    retry: useMutation(
      trpc.experiment.retry.mutationOptions({
        onSuccess: (count) => {
          notifications.show({ message: `${runs(count)} back in the queue, from their last checkpoints.` });
          return onSuccess();
        },
        onError: notifyFailure('The runs were not retried'),
      }),
    ),
    addCell: useMutation(
      trpc.experiment.addCell.mutationOptions({ onSuccess, onError: notifyFailure('The cell was not run') }),
    ),
    update: useMutation(
      trpc.experiment.update.mutationOptions({ onSuccess, onError: notifyFailure('It was not saved') }),
    ),
    restore: useMutation(
      trpc.experiment.restore.mutationOptions({ onSuccess, onError: notifyFailure('It was not restored') }),
    ),
  };
}
