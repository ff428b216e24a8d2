'use client';

import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/app/_trpc/client';
import { useRunActions } from './useRunActions';

type OneRun = { id: string; name: string };

/** Says where the final weights of a finished run cannot be used any more, and has them made again. */
export function DamagedWeights({ run }: { run: OneRun }) {
  const trpc = useTRPC();
  const { data: damage } = useQuery(trpc.run.weightsDamage.queryOptions({ id: run.id }));
  if (!damage) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="Its weights are damaged">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {damage.message} Its evaluations stay; runs that start from it wait and go on by themselves.
        </Text>
        <RestoreWeights run={run} />
      </Stack>
    </Alert>
  );
}

/** Asks for the weights of a run to be made again. */
export function RestoreWeights({ run }: { run: OneRun }) {
  const { restoreWeights } = useRunActions(run);
  return (
    <Button
      size="xs"
      variant="default"
      loading={restoreWeights.isPending}
      onClick={() => restoreWeights.mutate({ id: run.id })}
    >
      Restore the weights
    </Button>
  );
}
