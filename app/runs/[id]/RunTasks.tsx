'use client';

import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { RunProgress } from '@/app/_components/RunProgress';
import { StatusBadge } from '@/app/_components/StatusBadge';
import { StillNotice } from '@/app/_components/StillNotice';
import { useServerClock } from '@/app/_components/useServerClock';
import { useTRPC } from '@/app/_trpc/client';
import { readTaskKind, taskKinds } from '@/domain/tasks';
import type { Run } from './run';

/** What else is done with a run beside its training, or could not be done: a line each. The run itself stays as it is. */
export function RunTasks({ run, updatedAt }: { run: Run; updatedAt: number }) {
  const now = useServerClock(run.now, updatedAt);
  if (run.tasks.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label="Other work on this run">
      <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {run.tasks.map((task) => (
          <TaskLine key={task.id} task={task} now={now} />
        ))}
      </Stack>
    </Paper>
  );
}

function TaskLine({ task, now }: { task: Run['tasks'][number]; now: number }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.run.pathFilter());
  const cancel = useMutation(
    trpc.task.cancel.mutationOptions({ onSuccess, onError: notifyFailure('It was not cancelled') }),
  );
  const retry = useMutation(
    trpc.task.retry.mutationOptions({ onSuccess, onError: notifyFailure('It was not started again') }),
  );
  const kind = readTaskKind(task.kind);
  const label = kind === null ? 'Work of a newer version' : taskKinds[kind].label;
  const failed = task.status === 'FAILED';
  return (
    <Stack component="li" gap="xs">
      <Group gap="md" justify="space-between">
        <Group gap="sm">
          <Text fw={550}>{label}</Text>
          <StatusBadge status={task.status} size="sm" />
        </Group>
        {failed ? (
          <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate({ id: task.id })}>
            Try again
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={cancel.isPending}
            disabled={task.cancelRequestedAt !== null}
            onClick={() => cancel.mutate({ id: task.id })}
          >
            {task.cancelRequestedAt === null ? 'Cancel' : 'Cancelling'}
          </Button>
        )}
      </Group>
      {task.status === 'RUNNING' ? <RunProgress run={{ ...task, name: label }} detailed /> : null}
      {task.statusMessage ? (
        <Text size="sm" c={failed ? 'var(--mantine-color-error)' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
          {task.statusMessage}
        </Text>
      ) : null}
      <StillNotice since={task.stillSince} message={task.stillMessage} now={now} />
    </Stack>
  );
}
