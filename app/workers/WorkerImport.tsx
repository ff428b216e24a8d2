'use client';

import { Anchor, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { prepareImport } from '@/app/_components/prepareImport';
import { stillText } from '@/app/_components/StillNotice';
import type { Outputs } from '@/app/_trpc/outputs';
import type { ImportKind } from '@/domain/tasks';

type Attempt = Outputs['worker']['list']['workers'][number]['attempts'][number];

const places: Record<ImportKind, { folder: string; unit: string }> = {
  scan: { folder: '/datasets/import', unit: 'videos read' },
  import_weights: { folder: '/weights', unit: 'arrays read' },
};

/** Of a newer version. */
const unknownKind = { folder: null, unit: 'done' };

/** What a worker does beside its slots. */
export function WorkerImport({ attempt, now }: { attempt: Attempt; now: number }) {
  const { task, stillSince, stillMessage } = attempt;
  const { folder, unit } = Object.entries(places).find(([kind]) => kind === task.kind)?.[1] ?? unknownKind;
  const { phaseDone: done, phaseTotal: total } = task;
  return (
    <Group gap="md" align="center" wrap="nowrap">
      <Text size="xs" c="dimmed" w={44} style={{ flex: 'none' }}>
        Import
      </Text>
      {folder === null ? (
        <Text size="sm" fw={550} flex={1} miw={0}>
          <MiddleCut text={task.title} />
        </Text>
      ) : (
        <Anchor component={Link} href={`${folder}/${task.id}`} size="sm" fw={550} flex={1} miw={0}>
          <MiddleCut text={task.title} />
        </Anchor>
      )}
      <Text size="xs" c="dimmed" w={150} style={{ flex: 'none' }}>
        {stillSince
          ? stillText({ since: stillSince, message: stillMessage, now })
          : prepareImport({ ...task, done, total }, unit).words}
      </Text>
    </Group>
  );
}
