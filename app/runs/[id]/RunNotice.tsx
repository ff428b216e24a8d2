'use client';

import { Alert, Anchor, Button, Code, Group, Spoiler, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconHourglass, IconInfoCircle, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { DamagedAlert } from '@/app/_components/DamagedPage';
import { LinkButton } from '@/app/_components/LinkButton';
import { StillNotice } from '@/app/_components/StillNotice';
import { useServerClock } from '@/app/_components/useServerClock';
import { formatDuration } from '@/domain/text/formatDuration';
import { DamagedWeights, RestoreWeights } from './DamagedWeights';
import { failureTitle } from './failureTitles';
import type { Run } from './run';
import { useRunActions } from './useRunActions';

/** What somebody should know or do before anything else: standing still, deleted, failed, waiting, videos left out, being cancelled. */
export function RunNotice({ run, updatedAt }: { run: Run; updatedAt: number }) {
  const now = useServerClock(run.now, updatedAt);
  const attempt = run.attempt?.endedAt === null ? run.attempt : null;
  return (
    <>
      <StillNotice since={attempt?.stillSince ?? null} message={attempt?.stillMessage ?? null} now={now} />
      {run.status === 'SUCCEEDED' ? <DamagedWeights run={run} /> : null}
      {run.deletedAt ? <Deleted run={run} /> : null}
      {run.damaged ? <Damaged run={run} damaged={run.damaged} /> : null}
      {run.status === 'FAILED' ? <Failed run={run} /> : null}
      {run.status === 'BLOCKED' ? <Blocked run={run} /> : null}
      {run.leftOut.length > 0 ? <LeftOut told={run.leftOut} /> : null}
      {run.cancelRequestedAt ? (
        <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title="Cancelling">
          The worker was asked to stop; it answers at its next step.
        </Alert>
      ) : null}
      {run.status === 'QUEUED' && run.statusMessage ? (
        <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title="In the queue again">
          {run.statusMessage}
        </Alert>
      ) : null}
    </>
  );
}

function LeftOut({ told: [count, ...videos] }: { told: string[] }) {
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="Videos left out">
      <Stack gap={6} style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm">{count}</Text>
        <Spoiler maxHeight={66} showLabel="Show all" hideLabel="Show less">
          {videos.map((text) => (
            <Text key={text} size="xs">
              {text}
            </Text>
          ))}
        </Spoiler>
      </Stack>
    </Alert>
  );
}

function Deleted({ run }: { run: Run }) {
  const { restore } = useRunActions(run);
  return (
    <Alert color="gray" icon={<IconTrash aria-hidden />} title="This run is deleted">
      <Stack gap="xs" align="flex-start">
        It is in no list and no worker takes it. Nothing of it is lost.
        <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate({ id: run.id })}>
          Restore
        </Button>
      </Stack>
    </Alert>
  );
}

function Damaged({ run, damaged }: { run: Run; damaged: NonNullable<Run['damaged']> }) {
  const { restoreConfig } = useRunActions(run);
  return (
    <DamagedAlert>
      <Stack gap="xs" align="flex-start">
        {damaged.text}
        {damaged.restorable ? (
          <Button
            size="xs"
            variant="default"
            loading={restoreConfig.isPending}
            onClick={() => restoreConfig.mutate({ id: run.id })}
          >
            Restore the config
          </Button>
        ) : null}
      </Stack>
    </DamagedAlert>
  );
}

function Failed({ run }: { run: Run }) {
  const { title, remedy } = failureTitle(run.statusCode);
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={`Failed: ${title}`}>
      <Stack gap={6}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {run.statusMessage ?? 'No reason was written down.'}
        </Text>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {remedy}
          </Text>
          {run.statusCode ? <Code>{run.statusCode}</Code> : null}
        </Group>
        {run.statusCode === 'out_of_memory' ? (
          <Group>
            <LinkButton href={`/experiments/new?from=${run.experiment.id}&run=${run.id}`} size="xs" variant="default">
              Clone with edits
            </LinkButton>
          </Group>
        ) : null}
      </Stack>
    </Alert>
  );
}

function Blocked({ run }: { run: Run }) {
  const { baseRun, statusCode } = run;
  const damaged = statusCode === 'base_damaged';
  const failed = statusCode === 'base_failed' || damaged;
  const eta = baseRun?.etaSeconds ?? null;
  return (
    <Alert
      color={failed ? 'red' : 'grape'}
      icon={failed ? <IconAlertTriangle aria-hidden /> : <IconHourglass aria-hidden />}
      title={
        damaged
          ? 'The weights of its base run are damaged'
          : failed
            ? 'Its base run did not finish'
            : 'Waits for its base run'
      }
    >
      <Stack gap={4}>
        <Text size="sm">
          {failed ? run.statusMessage : 'This run starts from the final weights of '}
          {failed ? ' Go to ' : null}
          {baseRun ? (
            <Anchor component={Link} href={`/runs/${baseRun.id}`} size="sm" fw={600} c="inherit" underline="always">
              {baseRun.name}
            </Anchor>
          ) : (
            'a base run that does not exist any more'
          )}
          .
        </Text>
        {baseRun && damaged ? <RestoreWeights run={baseRun} /> : null}
        {baseRun && !failed ? (
          <Text size="sm">
            The base is at {Math.floor(baseRun.progress * 100)} %
            {eta === null ? '' : `, about ${formatDuration(eta)} left`}.
          </Text>
        ) : null}
      </Stack>
    </Alert>
  );
}
