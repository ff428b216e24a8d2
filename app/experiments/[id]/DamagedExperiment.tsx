'use client';

import { Button } from '@mantine/core';
import { IconPlayerPlay, IconRestore, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { DamagedPage } from '@/app/_components/DamagedPage';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { useDeleteExperiment } from '@/app/_components/useDeleteExperiment';
import { useTRPC } from '@/app/_trpc/client';

/** An experiment whose set-up cannot be read: its runs are still there, it can be restored from their configs where these are sound, and deleted. */
export function DamagedExperiment({ id, message }: { id: string; message: string }) {
  const router = useRouter();
  const remove = useDeleteExperiment();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const restorable = useQuery(trpc.experiment.isSpecRestorable.queryOptions({ id }));
  const restore = useMutation(
    trpc.experiment.restoreSpec.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.experiment.pathFilter());
        router.refresh();
      },
      onError: notifyFailure('The set-up was not restored'),
    }),
  );
  const name = 'Experiment with a damaged set-up';
  return (
    <DamagedPage
      title="Damaged experiment"
      message={message}
      trail={[{ href: '/', label: 'Experiments' }]}
      actions={
        <>
          {restorable.data ? (
            <Button
              leftSection={<IconRestore size={16} aria-hidden />}
              loading={restore.isPending}
              onClick={() => restore.mutate({ id })}
            >
              Restore the set-up
            </Button>
          ) : null}
          <LinkButton
            href={`/runs?experiment=${id}`}
            variant="default"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            Runs
          </LinkButton>
          <Button
            color="red"
            variant="light"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => remove({ id, name }, () => router.push('/'))}
          >
            Delete
          </Button>
        </>
      }
    />
  );
}
