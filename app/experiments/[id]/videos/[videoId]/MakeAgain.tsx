'use client';

import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { useTRPC } from '@/app/_trpc/client';
import type { VideoColumn } from './useVideoState';

type MakeAgainProps = { title: string; error: Error; column: VideoColumn };

/** Pictures that could not be loaded, with why, and the way to have them made anew. */
export function MakeAgain({ title, error, column }: MakeAgainProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const request = useMutation(
    trpc.gallery.requestPictures.mutationOptions({
      onSuccess: () => {
        for (const kind of ['bitmap', 'maps']) queryClient.removeQueries({ queryKey: [kind] });
        return queryClient.invalidateQueries(trpc.gallery.byVideo.queryFilter(column));
      },
      onError: notifyFailure('The pictures were not asked for'),
    }),
  );
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={title}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{error.message}</Text>
        <Button size="xs" variant="default" loading={request.isPending} onClick={() => request.mutate(column)}>
          Make the pictures again
        </Button>
      </Stack>
    </Alert>
  );
}
