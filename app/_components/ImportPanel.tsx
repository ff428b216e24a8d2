'use client';

import { Alert, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type RunStatus, runStatuses } from '@/domain/runStatus';
import { stillWords } from '@/domain/standingStill';
import { type ImportState, prepareImport } from './prepareImport';
import { RelativeTime } from './RelativeTime';
import { StatusBadge } from './StatusBadge';

type ImportPanelProps = {
  task: ImportState & {
    title: string;
    message: string | null;
    worker: { host: string } | null;
    stillSince: Date | null;
    stillMessage: string | null;
  };
  /** What is counted: "videos read". */
  unit: string;
  busy: boolean;
  onCancel: () => void;
  onResume: () => void;
  /** What to do besides going on where it stopped, e.g. a link to the form. */
  children?: ReactNode;
};

const titles: Partial<Record<RunStatus, string>> = { FAILED: 'It did not work', CANCELLED: 'Cancelled' };

/** A task that is not done: how far it is, how long it will take, and what went wrong. */
export function ImportPanel({ task, unit, busy, onCancel, onResume, children }: ImportPanelProps) {
  const { percent, words } = prepareImport(task, unit);
  const { final } = runStatuses[task.status];
  return (
    <Paper withBorder p="md" component="section" aria-label="Progress">
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <StatusBadge status={task.status} />
            {task.worker ? (
              <Text size="sm" c="dimmed">
                on {task.worker.host}
              </Text>
            ) : null}
          </Group>
          {final ? null : (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlayerStop size={15} aria-hidden />}
              loading={busy}
              disabled={Boolean(task.cancelRequestedAt)}
              onClick={onCancel}
            >
              Cancel
            </Button>
          )}
        </Group>
        <Stack gap={6}>
          <Progress.Root size={8}>
            <Progress.Section
              value={percent ?? 0}
              color={final ? 'gray' : undefined}
              aria-label={`Progress of ${task.title}`}
              aria-valuetext={words}
            />
          </Progress.Root>
          <Text size="sm" c="dimmed">
            {percent === null ? words : `${percent} % · ${words}`}
          </Text>
        </Stack>
        {task.stillSince ? (
          <Alert
            color="orange"
            icon={<IconAlertTriangle aria-hidden />}
            title={
              <>
                {stillWords(task.stillMessage)} · began <RelativeTime date={task.stillSince} />
              </>
            }
          >
            {task.stillMessage}
          </Alert>
        ) : null}
        {!final && task.message ? (
          <Text size="sm" c="dimmed">
            {task.message}
          </Text>
        ) : null}
        {final ? (
          <Alert
            color={task.status === 'FAILED' ? 'red' : 'gray'}
            variant="light"
            icon={<IconAlertTriangle aria-hidden />}
            title={titles[task.status]}
          >
            <Stack gap="sm" align="flex-start">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {task.message ?? 'What has been done so far is kept.'}
              </Text>
              <Group gap="xs">
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlayerPlay size={15} aria-hidden />}
                  loading={busy}
                  onClick={onResume}
                >
                  Try again
                </Button>
                {children}
              </Group>
            </Stack>
          </Alert>
        ) : null}
      </Stack>
    </Paper>
  );
}
