'use client';

import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { type ImportState, prepareImport } from './prepareImport';
import { RelativeTime } from './RelativeTime';
import { StatusBadge } from './StatusBadge';

type ImportListProps = {
  label: string;
  tasks: (ImportState & { id: string; title: string; message: string | null; createdAt: Date })[];
  unit: string;
  /** What is to be done with a finished one. */
  done?: string;
  hrefOf: (id: string) => string;
};

/** Imports that are under way or wait for somebody to look at them, a line each. */
export function ImportList({ label, tasks, unit, done = '', hrefOf }: ImportListProps) {
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={label}>
        {tasks.map((task) => {
          const { percent, words } = prepareImport(task, unit);
          const next = task.status === 'SUCCEEDED' ? done : '';
          const progress = [percent === null ? '' : `${percent} %`, words, next].filter(Boolean).join(' · ');
          return (
            <Group key={task.id} component="li" gap="sm" justify="space-between">
              <Group gap="sm" miw={0} flex="1 1 220px">
                <StatusBadge status={task.status} />
                <Anchor component={Link} href={hrefOf(task.id)} size="sm" fw={550} style={{ overflowWrap: 'anywhere' }}>
                  {task.title}
                </Anchor>
              </Group>
              <Text size="sm" c="dimmed" lineClamp={2} maw={480} title={task.message ?? undefined}>
                {task.status === 'FAILED' ? task.message : progress}
              </Text>
              <Text size="xs" c="dimmed">
                <RelativeTime date={task.createdAt} />
              </Text>
            </Group>
          );
        })}
      </Stack>
    </Paper>
  );
}
