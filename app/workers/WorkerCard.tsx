'use client';

import { Alert, Anchor, Group, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { HeartbeatAge } from '@/app/_components/HeartbeatAge';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { phaseText } from '@/app/_components/phaseText';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { RunProgress } from '@/app/_components/RunProgress';
import { stillText } from '@/app/_components/StillNotice';
import { useServerClock } from '@/app/_components/useServerClock';
import { workLabel } from '@/app/_components/workLabel';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import { prepareEngine } from './prepareEngine';
import { prepareSlots } from './prepareSlots';
import { WorkerImport } from './WorkerImport';

export type Worker = Outputs['worker']['list']['workers'][number];

/** A worker: what it computes with, when it last gave a sign of life, what its slots do. */
export function WorkerCard({ worker, serverNow, updatedAt }: { worker: Worker; serverNow: Date; updatedAt: number }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const now = useServerClock(serverNow, updatedAt);
  const drain = useMutation(
    trpc.worker.drain.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.worker.pathFilter()),
      onError: notifyFailure('The worker was not changed'),
    }),
  );
  const { engine, device, host, problem } = prepareEngine(worker.engine);
  return (
    <Paper withBorder p="md" component="article" aria-label={`Worker ${worker.host}, process ${worker.pid}`}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Stack gap={2} miw={0} flex={1}>
            <Title order={2} size="h4">
              {worker.host}
            </Title>
            <Text size="xs" c="dimmed">
              process {worker.pid}, started <RelativeTime date={worker.startedAt} />
            </Text>
          </Stack>
          <HeartbeatAge at={worker.heartbeatAt} now={now} />
        </Group>
        <Stack gap={2}>
          <Text size="sm" fw={550}>
            {engine} on {device}
          </Text>
          <Text size="xs" c="dimmed">
            {host}
          </Text>
        </Stack>
        {problem ? (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="Cannot train">
            {problem}
          </Alert>
        ) : null}
        <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {prepareSlots(worker.slots, worker.attempts).map(({ number, attempt }) => (
            <Group key={`${number} ${attempt?.id}`} component="li" gap="md" align="center" wrap="nowrap">
              <Text size="xs" c="dimmed" w={44} style={{ flex: 'none' }}>
                Slot {number}
              </Text>
              {attempt ? (
                <>
                  <Stack gap={0} flex={1} miw={0}>
                    <WorkLink task={attempt.task} />
                    <Text size="xs" c="dimmed">
                      {workLabel(attempt.task.kind) && `${workLabel(attempt.task.kind)} · `}
                      <MiddleCut text={attempt.task.run?.experiment.name ?? ''} />
                      {attempt.number > 1 ? `, attempt ${attempt.number}` : ''}
                    </Text>
                    {attempt.stillSince ? (
                      <Text size="xs" fw={550} c="var(--mantine-color-error)">
                        {stillText({ since: attempt.stillSince, message: attempt.stillMessage, now })}
                      </Text>
                    ) : null}
                    {phaseText(attempt.task) ? (
                      <Text size="xs" c="dimmed">
                        {phaseText(attempt.task)}
                      </Text>
                    ) : null}
                  </Stack>
                  <Text size="sm" component="div" w={150} style={{ flex: 'none' }}>
                    <RunProgress run={{ ...attempt.task, name: attempt.task.title }} />
                  </Text>
                </>
              ) : (
                <Text size="sm" c="dimmed">
                  free
                </Text>
              )}
            </Group>
          ))}
        </Stack>
        {worker.attempts
          .filter(({ slot }) => slot === null)
          .map((attempt) => (
            <WorkerImport key={attempt.id} attempt={attempt} now={now} />
          ))}
        <Switch
          label="Draining"
          description="Takes no new runs; those at work go on."
          checked={drain.isPending ? drain.variables.draining : worker.draining}
          onChange={(event) => drain.mutate({ id: worker.id, draining: event.currentTarget.checked })}
        />
      </Stack>
    </Paper>
  );
}

function WorkLink({ task: { title, run } }: { task: Worker['attempts'][number]['task'] }) {
  if (run === null) return <MiddleCut text={title} />;
  return (
    <Anchor component={Link} href={`/runs/${run.id}`} size="sm" fw={550}>
      <MiddleCut text={run.name} />
    </Anchor>
  );
}
