'use client';

import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/app/_trpc/client';
import { notifyFailure } from './notifyFailure';

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
  return (experiment: { id: string; name: string }, after?: () => void) =>
    remove.mutate(
      { id: experiment.id },
      {
        onSuccess: () => {
          after?.();
          const notice = notifications.show({
            autoClose: 15_000,
            title: 'Experiment deleted',
            message: (
              <Group justify="space-between" gap="xs">
                <Text size="sm">{experiment.name}</Text>
                <Button
                  size="xs"
                  variant="light"
                  onClick={() => {
                    restore.mutate({ id: experiment.id });
                    notifications.hide(notice);
                  }}
                >
                  Undo
                </Button>
              </Group>
            ),
          });
        },
      },
    );
}
