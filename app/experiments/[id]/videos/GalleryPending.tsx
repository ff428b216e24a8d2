'use client';

import { Group } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { EmptyState } from '@/app/_components/EmptyState';
import { LinkButton } from '@/app/_components/LinkButton';
import type { Outputs } from '@/app/_trpc/outputs';
import { fusions } from '@/domain/fusions';
import { variantOf } from '@/domain/variants';
import type { GalleryChoice } from './galleryParams';
import { pendingReason } from './pendingReason';

type GalleryPendingProps = {
  experimentId: string;
  choice: GalleryChoice;
  cell: Outputs['gallery']['cell'];
};

/** No videos yet: what they wait for, and the way to it. */
export function GalleryPending({ experimentId, choice, cell }: GalleryPendingProps) {
  const { run } = cell;
  const name = `${variantOf(choice.variant).label}, ${fusions[choice.fusion].label.toLowerCase()}, seed ${choice.seed}`;
  return (
    <EmptyState
      icon={<IconHourglass />}
      title={`${name}: not evaluated yet`}
      action={
        <Group gap="xs" justify="center">
          {run ? <LinkButton href={`/runs/${run.id}`}>Show the run</LinkButton> : null}
          <LinkButton href={`/experiments/${experimentId}`} variant={run ? 'default' : 'filled'}>
            Back to the experiment
          </LinkButton>
        </Group>
      }
    >
      {pendingReason(cell)}
    </EmptyState>
  );
}
