'use client';

import { Group, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { EmptyState } from '@/app/_components/EmptyState';
import { LinkButton } from '@/app/_components/LinkButton';
import type { Outputs } from '@/app/_trpc/outputs';
import { fusions } from '@/domain/fusions';
import { runStatuses } from '@/domain/runStatus';
import { variantOf } from '@/domain/variants';
import type { GalleryChoice } from './galleryParams';

type Run = Outputs['gallery']['cell']['run'];

/** No videos yet: which run they wait for, and the way to it. */
export function GalleryPending({
  experimentId,
  choice,
  run,
}: {
  experimentId: string;
  choice: GalleryChoice;
  run: Run;
}) {
  const name = `${variantOf(choice.variant).label}, ${fusions[choice.fusion].label.toLowerCase()}, seed ${choice.seed}`;
  return (
    <EmptyState
      icon={<IconHourglass />}
      title={`${name} has not been evaluated yet`}
      action={
        <Group gap="xs" justify="center">
          {run ? <LinkButton href={`/runs/${run.id}`}>Show the run</LinkButton> : null}
          <LinkButton href={`/experiments/${experimentId}`} variant={run ? 'default' : 'filled'}>
            Back to the experiment
          </LinkButton>
        </Group>
      }
    >
      {run ? (
        <Text span>
          The run “{run.name}” is {runStatuses[run.status].label}
          {run.status === 'RUNNING' ? ` (${Math.floor(run.progress * 100)} %)` : ''}
          {run.statusMessage ? `: ${run.statusMessage}` : ''}. Its videos appear here as soon as they are evaluated.
        </Text>
      ) : (
        'No run of this experiment makes it. Choose another row, or start it in the table of the experiment.'
      )}
    </EmptyState>
  );
}
