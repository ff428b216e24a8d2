'use client';

import { Anchor, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { prepareJob } from '@/app/_components/prepareJob';
import { stillText } from '@/app/_components/StillNotice';
import type { Outputs } from '@/app/_trpc/outputs';
import { type JobKind, jobKindSchema } from '@/domain/jobs';

type Job = Outputs['worker']['list']['workers'][number]['jobs'][number];

const places = {
  scan_dataset: { folder: '/datasets/import', unit: 'videos read' },
  import_weights: { folder: '/weights', unit: 'arrays read' },
} as const satisfies Record<JobKind, { folder: string; unit: string }>;

/** Of a newer version. */
const unknownKind = { folder: null, unit: 'done' };

/** What a worker does beside its slots. */
export function WorkerJob({ job, now }: { job: Job; now: number }) {
  const kind = jobKindSchema.safeParse(job.kind).data;
  const { folder, unit } = kind === undefined ? unknownKind : places[kind];
  return (
    <Group gap="md" align="center" wrap="nowrap">
      <Text size="xs" c="dimmed" w={44} style={{ flex: 'none' }}>
        Job
      </Text>
      {folder === null ? (
        <Text size="sm" fw={550} flex={1} miw={0}>
          <MiddleCut text={job.title} />
        </Text>
      ) : (
        <Anchor component={Link} href={`${folder}/${job.id}`} size="sm" fw={550} flex={1} miw={0}>
          <MiddleCut text={job.title} />
        </Anchor>
      )}
      <Text size="xs" c="dimmed" w={150} style={{ flex: 'none' }}>
        {job.stillSince
          ? stillText({ since: job.stillSince, message: job.stillMessage, now })
          : prepareJob(job, unit).words}
      </Text>
    </Group>
  );
}
