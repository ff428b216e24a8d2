'use client';

import { Alert, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type JobStatus, jobStatuses } from '@/domain/jobs';
import { stillWords } from '@/domain/standingStill';
import { JobBadge } from './JobBadge';
import { type JobState, prepareJob } from './prepareJob';
import { RelativeTime } from './RelativeTime';

type JobPanelProps = {
  job: JobState & {
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

const titles: Partial<Record<JobStatus, string>> = { FAILED: 'It did not work', CANCELLED: 'Cancelled' };

/** A job that is not done: how far it is, how long it will take, and what went wrong. */
export function JobPanel({ job, unit, busy, onCancel, onResume, children }: JobPanelProps) {
  const { percent, words } = prepareJob(job, unit);
  const { final } = jobStatuses[job.status];
  return (
    <Paper withBorder p="md" component="section" aria-label="Progress">
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <JobBadge status={job.status} />
            {job.worker ? (
              <Text size="sm" c="dimmed">
                on {job.worker.host}
              </Text>
            ) : null}
          </Group>
          {final ? null : (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlayerStop size={15} aria-hidden />}
              loading={busy}
              disabled={Boolean(job.cancelRequestedAt)}
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
              aria-label={`Progress of ${job.title}`}
              aria-valuetext={words}
            />
          </Progress.Root>
          <Text size="sm" c="dimmed">
            {percent === null ? words : `${percent} % · ${words}`}
          </Text>
        </Stack>
        {job.stillSince ? (
          <Alert
            color="orange"
            icon={<IconAlertTriangle aria-hidden />}
            title={
              <>
                {stillWords(job.stillMessage)} · began <RelativeTime date={job.stillSince} />
              </>
            }
          >
            {job.stillMessage}
          </Alert>
        ) : null}
        {!final && job.message ? (
          <Text size="sm" c="dimmed">
            {job.message}
          </Text>
        ) : null}
        {final ? (
          <Alert
            color={job.status === 'FAILED' ? 'red' : 'gray'}
            variant="light"
            icon={<IconAlertTriangle aria-hidden />}
            title={titles[job.status]}
          >
            <Stack gap="sm" align="flex-start">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {job.message ?? 'What has been done so far is kept.'}
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
