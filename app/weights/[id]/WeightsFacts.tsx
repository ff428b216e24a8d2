'use client';

import { Anchor, Paper, Stack } from '@mantine/core';
import Link from 'next/link';
import { Fact } from '@/app/_components/Fact';
import { formatBytes } from '@/app/_components/formatBytes';
import { RelativeTime } from '@/app/_components/RelativeTime';
import type { Outputs } from '@/app/_trpc/outputs';
import { backboneLabel, formatLabel, headText } from '../weightsText';

/** What the weights are, and which runs start from them. */
export function WeightsFacts({ weights }: { weights: NonNullable<Outputs['weights']['byId']['weights']> }) {
  const { backbone, classes, format, size, createdAt, runs } = weights;
  return (
    <Paper withBorder p="md">
      <Stack gap="xs" component="dl" m={0}>
        <Fact term="Backbone">{backboneLabel(backbone)}</Fact>
        <Fact term="Classifier">{headText(classes)}</Fact>
        <Fact term="Format">{formatLabel(format)}</Fact>
        <Fact term="Size">{formatBytes(size)}</Fact>
        <Fact term="Imported">
          <RelativeTime date={createdAt} />
        </Fact>
        <Fact term="Used by">
          {runs.length === 0
            ? 'no run yet'
            : runs.map(({ id, name, experiment }, index) => (
                <span key={id}>
                  {index > 0 ? ', ' : ''}
                  <Anchor component={Link} href={`/runs/${id}`} size="sm">
                    {name}
                  </Anchor>{' '}
                  of {experiment.name}
                </span>
              ))}
        </Fact>
      </Stack>
    </Paper>
  );
}
