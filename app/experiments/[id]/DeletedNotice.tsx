'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { useExperimentActions } from './useExperimentActions';

/** Over a deleted experiment, with the way back. */
export function DeletedNotice({ id, deletedAt }: { id: string; deletedAt: Date }) {
  const { restore } = useExperimentActions();
  return (
    <Alert color="yellow" variant="light" icon={<IconTrash aria-hidden />} title="This experiment was deleted">
      <Group justify="space-between">
        <Text size="sm">
          <RelativeTime date={deletedAt} />. Its runs are stopped; restored, they go on from their last checkpoints.
        </Text>
        <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate({ id })}>
          Restore
        </Button>
      </Group>
    </Alert>
  );
}
