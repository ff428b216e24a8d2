'use client';

import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { JobBadge } from './JobBadge';
import { type JobState, prepareJob } from './prepareJob';
import { RelativeTime } from './RelativeTime';

type JobListProps = {
  label: string;
  jobs: (JobState & { id: string; title: string; message: string | null; createdAt: Date })[];
  unit: string;
  /** What is to be done with a finished one. */
  done?: string;
  hrefOf: (id: string) => string;
};

/** Imports that are under way or wait for somebody to look at them, a line each. */
export function JobList({ label, jobs, unit, done = '', hrefOf }: JobListProps) {
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={label}>
        {jobs.map((job) => {
          const { percent, words } = prepareJob(job, unit);
          const next = job.status === 'SUCCEEDED' ? done : '';
          const progress = [percent === null ? '' : `${percent} %`, words, next].filter(Boolean).join(' · ');
          return (
            <Group key={job.id} component="li" gap="sm" justify="space-between">
              <Group gap="sm" miw={0} flex="1 1 220px">
                <JobBadge status={job.status} />
                <Anchor component={Link} href={hrefOf(job.id)} size="sm" fw={550} style={{ overflowWrap: 'anywhere' }}>
                  {job.title}
                </Anchor>
              </Group>
              <Text size="sm" c="dimmed" lineClamp={2} maw={480} title={job.message ?? undefined}>
                {job.status === 'FAILED' ? job.message : progress}
              </Text>
              <Text size="xs" c="dimmed">
                <RelativeTime date={job.createdAt} />
              </Text>
            </Group>
          );
        })}
      </Stack>
    </Paper>
  );
}
