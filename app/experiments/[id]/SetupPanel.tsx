'use client';

import { Group, Paper, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { IconEqual, IconEqualNot } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { ScrollTable } from '@/app/_components/ScrollTable';
import type { Outputs } from '@/app/_trpc/outputs';
import { experimentParams } from './experimentParams';
import classes from './SetupPanel.module.css';

type Line = Outputs['experiment']['byId']['setup'][number];

/** The set-up beside that of section 5 of the paper; by default only what differs. */
export function SetupPanel({ lines }: { lines: Line[] }) {
  const [{ setup: whole }, setParams] = useQueryStates(experimentParams);
  const differing = lines.filter(({ same }) => same === false);
  const shown = whole ? lines : differing;
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md" component="section" aria-labelledby="setup">
      <Stack gap="md">
        <Group justify="space-between">
          <div>
            <Title order={2} size="h3" id="setup">
              Beside the paper’s set-up
            </Title>
            <Text size="sm" c="dimmed">
              {differing.length} of {lines.length} points differ from section 5 of the paper.
            </Text>
          </div>
          <Switch
            label="Show everything"
            checked={whole}
            onChange={(event) => setParams({ setup: event.currentTarget.checked })}
          />
        </Group>
        <ScrollTable label="Set-up beside the paper" verticalSpacing={6} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Point</Table.Th>
              <Table.Th>Paper</Table.Th>
              <Table.Th>Here</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((line) => (
              <Table.Tr key={`${line.topic} ${line.label}`}>
                <Table.Th scope="row" fw={500} className={classes.point}>
                  {line.label}
                  <Text size="xs" c="dimmed" fw={400} ml={8} span>
                    {line.topic}
                  </Text>
                </Table.Th>
                <Table.Td c={line.paper === null ? 'dimmed' : undefined}>{line.paper ?? 'not stated'}</Table.Td>
                <Table.Td>
                  <Group gap={6} wrap="nowrap">
                    <Mark same={line.same} />
                    <span>{line.here}</span>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      </Stack>
    </Paper>
  );
}

function Mark({ same }: { same: boolean | null }) {
  if (same === null) return null;
  const Icon = same ? IconEqual : IconEqualNot;
  return <Icon size={14} role="img" aria-label={same ? 'the same' : 'differs'} className={classes.mark} />;
}
