'use client';

import { Anchor, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { configText } from '@/app/_components/configText';
import { HeartbeatAge } from '@/app/_components/HeartbeatAge';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { RunProgress } from '@/app/_components/RunProgress';
import { StatusBadge } from '@/app/_components/StatusBadge';
import { useServerClock } from '@/app/_components/useServerClock';
import { flattenConfig } from '@/domain/flattenConfig';
import { formatDuration } from '@/domain/text/formatDuration';
import type { Run } from './run';

/** Where the run stands. */
export function RunFacts({ run, updatedAt }: { run: Run; updatedAt: number }) {
  const now = useServerClock(run.now, updatedAt);
  const { attempt, baseRun, startedAt, finishedAt } = run;
  const atWork = run.status === 'RUNNING' || run.status === 'CLAIMED';
  const since = atWork ? (now - run.now.getTime()) / 1000 : 0;
  const seconds = run.durationSeconds === null ? null : run.durationSeconds + since;
  const rows = flattenConfig(run.config).find(({ path }) => path === 'evaluations')?.value;
  return (
    <Paper withBorder p="md">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="lg" verticalSpacing="md" component="dl" m={0}>
        <Fact term="Status">
          <StatusBadge status={run.status} />
        </Fact>
        <Fact term="Progress">
          <RunProgress run={run} detailed />
          {run.totalSteps > 0 && run.phaseTotal === 0 ? (
            <Text size="xs" c="dimmed" mt={4}>
              step {run.step.toLocaleString('en-GB')} of {run.totalSteps.toLocaleString('en-GB')}
            </Text>
          ) : null}
        </Fact>
        {atWork && attempt ? (
          <Fact term="Last heartbeat">
            <HeartbeatAge at={attempt.heartbeatAt} now={now} />
          </Fact>
        ) : (
          <Fact term={finishedAt ? 'Finished' : 'Created'}>
            <RelativeTime date={finishedAt ?? run.createdAt} />
          </Fact>
        )}
        <Fact term="Duration">
          {formatDuration(seconds)}
          {startedAt ? (
            <Text size="xs" c="dimmed">
              started <RelativeTime date={startedAt} />
            </Text>
          ) : null}
        </Fact>
        <Fact term="Attempt">
          {attempt ? (
            <Group gap={6}>
              {attempt.number}
              <Text size="xs" c="dimmed">
                {attempt.worker.host}
                {attempt.slot === null ? '' : `, slot ${attempt.slot}`}
              </Text>
            </Group>
          ) : (
            'none yet'
          )}
        </Fact>
        <Fact term="Rows of Table 2">
          {configText('evaluations', rows)}
          {baseRun ? (
            <Text size="xs" c="dimmed">
              from{' '}
              <Anchor component={Link} href={`/runs/${baseRun.id}`} size="xs" underline="always">
                {baseRun.name}
              </Anchor>
            </Text>
          ) : null}
        </Fact>
      </SimpleGrid>
    </Paper>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <Stack gap={4} miw={0}>
      <Text component="dt" size="xs" c="dimmed" fw={500}>
        {term}
      </Text>
      <Text component="dd" m={0} size="sm">
        {children}
      </Text>
    </Stack>
  );
}
