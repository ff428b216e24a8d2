'use client';

import { Anchor, Button, CopyButton, Group, Paper, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import Link from 'next/link';
import { useQueryState } from 'nuqs';
import table from '@/app/_components/table.module.css';
import { jsonText } from '@/domain/jsonText';
import { prepareConfig } from './prepareConfig';
import type { Run } from './run';
import { runParams } from './runParams';

/** Everything the run was told, in sections; beside its base run on demand. */
export function ConfigTab({ run }: { run: Run }) {
  const [diff, setDiff] = useQueryState('diff', runParams.diff);
  const { baseRun } = run;
  const compare = diff && baseRun !== null;
  const sections = prepareConfig(run.config, compare ? baseRun.config : null)
    .map(({ title, lines }) => ({ title, lines: compare ? lines.filter(({ differs }) => differs) : lines }))
    .filter(({ lines }) => lines.length > 0);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        {baseRun ? (
          <Switch
            label="Only what differs from the base run"
            checked={diff}
            onChange={(event) => setDiff(event.currentTarget.checked || null)}
          />
        ) : (
          <Text size="sm" c="dimmed">
            This run starts from no other run.
          </Text>
        )}
        <CopyButton value={jsonText(run.config)}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              {copied ? 'Copied' : 'Copy as JSON'}
            </Button>
          )}
        </CopyButton>
      </Group>
      {compare && sections.length === 0 ? <Text>Nothing differs from the base run.</Text> : null}
      {sections.map(({ title, lines }) => (
        <Paper key={title} withBorder component="section" aria-label={title} style={{ overflow: 'hidden' }}>
          <Title order={2} size="h5" px="md" pt="md" pb={4}>
            {title}
          </Title>
          <Table verticalSpacing={8} horizontalSpacing="md" layout="fixed">
            {compare ? (
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w="34%">Key</Table.Th>
                  <Table.Th>This run</Table.Th>
                  <Table.Th>
                    <Anchor component={Link} href={`/runs/${baseRun.id}`} size="sm">
                      {baseRun.name}
                    </Anchor>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
            ) : null}
            <Table.Tbody>
              {lines.map(({ path, label, text, base }) => (
                <Table.Tr key={path}>
                  <Table.Th scope="row" w="34%" fw={450} c="dimmed">
                    {label}
                  </Table.Th>
                  <Table.Td className={table.wrap}>{text}</Table.Td>
                  {compare ? (
                    <Table.Td c="dimmed" className={table.wrap}>
                      {base}
                    </Table.Td>
                  ) : null}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      ))}
    </Stack>
  );
}
