'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ConfirmButton } from '@/app/_components/ConfirmButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { useTRPC } from '@/app/_trpc/client';
import { type RunStatus, runStatuses } from '@/domain/runStatus';

/** Forgets an import that has ended; without `status` the server says whether it has. */
export function DiscardImport({ id, status }: { id: string; status?: RunStatus }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const discard = useMutation(
    trpc.import.discard.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.import.list.pathFilter());
        router.push('/datasets');
      },
      onError: notifyFailure('The import was not discarded'),
    }),
  );
  if (status && !runStatuses[status].final) return null;
  return (
    <ConfirmButton
      label="Discard"
      question="Forget what was found? The videos stay where they are; reading them again is quick while they do not change."
      confirm="Discard the import"
      loading={discard.isPending}
      onConfirm={() => discard.mutate({ id })}
    />
  );
}
