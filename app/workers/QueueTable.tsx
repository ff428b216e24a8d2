'use client';

import { ActionIcon, Anchor, Group, Table, Text, Tooltip } from '@mantine/core';
import { IconArrowBarToUp, IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { DamagedMark } from '@/app/_components/DamagedMark';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { ScrollTable } from '@/app/_components/ScrollTable';
import { StatusBadge } from '@/app/_components/StatusBadge';
import table from '@/app/_components/table.module.css';
import { workLabel } from '@/app/_components/workLabel';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import { formatDuration } from '@/domain/text/formatDuration';

type Item = Outputs['worker']['queue']['items'][number];

const moves = [
  { move: 'top', label: 'to the top', icon: IconArrowBarToUp },
  { move: 'up', label: 'up', icon: IconArrowUp },
  { move: 'down', label: 'down', icon: IconArrowDown },
] as const;

/** What waits for a slot, in the order in which it is taken. */
export function QueueTable({ items, total }: { items: Item[]; total: number }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const move = useMutation(
    trpc.worker.move.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.worker.queue.pathFilter()),
      onError: notifyFailure('The queue was not changed'),
    }),
  );
  return (
    <>
      <ScrollTable label="Queue" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={table.sticky}>Run</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Starts in about</Table.Th>
            <Table.Th ta="right">Takes about</Table.Th>
            <Table.Th>Move</Table.Th>
            <Table.Th>Experiment</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ run, ...task }, index) => (
            <Table.Tr key={task.id}>
              <Table.Th scope="row" className={table.sticky} fw={500}>
                <Group gap="sm" wrap="nowrap">
                  <Text size="xs" c="dimmed" w={24} ta="right">
                    {index + 1}
                  </Text>
                  <Anchor component={Link} href={`/runs/${run.id}`} size="sm" fw={550}>
                    <MiddleCut text={run.name} className={table.name} />
                  </Anchor>
                  {task.kind === 'train' ? null : (
                    <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                      {workLabel(task.kind)}
                    </Text>
                  )}
                  {task.damaged ? <DamagedMark /> : null}
                </Group>
              </Table.Th>
              <Table.Td>
                <Waits task={task} />
              </Table.Td>
              <Table.Td ta="right">{startText(task.startsInSeconds)}</Table.Td>
              <Table.Td ta="right">{formatDuration(task.durationSeconds)}</Table.Td>
              <Table.Td>
                <Group gap={2} wrap="nowrap">
                  {moves.map(({ move: to, label, icon: Icon }) => (
                    <ActionIcon
                      key={to}
                      variant="subtle"
                      color="gray"
                      aria-label={`Move ${run.name} ${label}`}
                      disabled={move.isPending || (to === 'down' ? index === total - 1 : index === 0)}
                      onClick={() => move.mutate({ taskId: task.id, move: to })}
                    >
                      <Icon size={16} stroke={1.75} aria-hidden />
                    </ActionIcon>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>
                <Anchor component={Link} href={`/experiments/${run.experiment.id}`} size="sm" c="inherit">
                  <MiddleCut text={run.experiment.name} className={table.name} />
                </Anchor>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Text size="sm" c="dimmed">
        {total.toLocaleString('en-GB')} {total === 1 ? 'piece of work waits' : 'pieces of work wait'}
        {items.length < total ? `; the first ${items.length} are shown` : ''}. Estimates count on the workers of now.
      </Text>
    </>
  );
}

function Waits({ task: run }: { task: Omit<Item, 'run'> }) {
  if (run.status !== 'BLOCKED' || run.baseRun === null) return <StatusBadge status={run.status} />;
  const { id, name, status, progress, attempts } = run.baseRun;
  const still = attempts.some(({ stillSince }) => stillSince !== null);
  const failed = status === 'FAILED' || status === 'CANCELLED';
  return (
    <Group gap="xs" wrap="nowrap">
      <Tooltip label={run.statusMessage ?? 'Waits for its base run.'} multiline maw={360} withArrow>
        <span>
          <StatusBadge status={run.status} />
        </span>
      </Tooltip>
      <Anchor
        component={Link}
        href={`/runs/${id}`}
        size="sm"
        c={failed || still ? 'var(--mantine-color-error)' : undefined}
      >
        <MiddleCut text={name} className={table.name} />
        {failed
          ? ` has ${status === 'FAILED' ? 'failed' : 'been cancelled'}`
          : `, ${Math.floor(progress * 100)} %${still ? ', stands still' : ''}`}
      </Anchor>
    </Group>
  );
}

function startText(seconds: number | null): string {
  if (seconds === null) return '–';
  return seconds < 1 ? 'now' : formatDuration(seconds < 60 ? Math.round(seconds) : Math.round(seconds / 10) * 10);
}
