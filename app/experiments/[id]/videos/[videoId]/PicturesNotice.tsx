'use client';

import { Alert, Button, Loader, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPhoto, IconPhotoOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { useTRPC } from '@/app/_trpc/client';
import { preparePictures } from './preparePictures';
import type { Video, VideoColumn } from './useVideoState';

/** Why there is nothing to see, and how to get it: a video that could not be read, or pictures that the disk budget left out. */
export function PicturesNotice({ video, column }: { video: Video; column: VideoColumn }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const request = useMutation(
    trpc.gallery.requestPictures.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.gallery.byVideo.queryFilter(column)),
      onError: notifyFailure('The pictures were not asked for'),
    }),
  );
  if (video.unreadable !== null) {
    return (
      <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title="This video could not be read">
        {video.unreadable} It has no scores and ranks last in every class.
      </Alert>
    );
  }
  const look = preparePictures(video);
  if (!look) return null;
  return (
    <Alert
      color="gray"
      variant="light"
      icon={video.pictures.missingFrom.length > 0 ? <IconPhotoOff aria-hidden /> : <IconPhoto aria-hidden />}
      title={look.title}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{look.text}</Text>
        <Stack gap={4} aria-live="polite">
          {look.requests.map(({ runId, text, failed }) => (
            <Text key={runId} size="sm" c={failed ? 'var(--mantine-color-error)' : undefined}>
              {failed ? null : <Loader size={12} mr={8} aria-hidden />}
              {text}
            </Text>
          ))}
        </Stack>
        {look.offer ? (
          <Button size="xs" variant="default" loading={request.isPending} onClick={() => request.mutate(column)}>
            Make maps and frames of this video
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}
