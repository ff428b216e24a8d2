'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { UndoMessage } from '@/app/_components/UndoMessage';
import { useTRPC } from '@/app/_trpc/client';
import { watchedFetch } from '@/app/_trpc/signedOut';
import { submissionUpload } from '@/domain/submissionUpload';
import { printable } from '@/domain/text/textFault';

/** Scores of others beside an experiment: those that are there, and how they come and go. */
export function useSubmissions(experimentId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.submission.pathFilter());
  const restore = useMutation(
    trpc.submission.restore.mutationOptions({ onSuccess, onError: notifyFailure('The scores were not put back') }),
  );
  const remove = useMutation(
    trpc.submission.delete.mutationOptions({ onSuccess, onError: notifyFailure('The scores were not removed') }),
  );
  return {
    query: useQuery(trpc.submission.list.queryOptions({ experimentId })),
    add: useMutation({
      mutationFn: (chosen: { name: string; file: File }) => sendFile(experimentId, chosen),
      onSuccess,
    }),
    remove: async ({ id, name }: { id: string; name: string }) => {
      const done = await remove.mutateAsync({ id }).then(
        () => true,
        () => false,
      );
      if (!done) return;
      const undo = () => {
        restore.mutate({ id });
        notifications.hide(notice);
      };
      const notice = notifications.show({
        autoClose: 15_000,
        title: 'Scores removed',
        message: <UndoMessage text={name} onUndo={undo} />,
      });
    },
  };
}

/** @throws Error with what the server says of the file */
async function sendFile(experimentId: string, { name, file }: { name: string; file: File }): Promise<void> {
  const query = new URLSearchParams({ name, file: printable(file.name, { most: 200 }) });
  const response = await watchedFetch(`/api/experiments/${experimentId}/submissions?${query}`, {
    method: 'POST',
    headers: { 'content-type': submissionUpload.type },
    body: file,
  });
  if (!response.ok) throw new Error((await response.text()) || 'The file was not taken. Try again.');
}
