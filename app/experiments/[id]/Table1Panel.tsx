'use client';

import { Anchor, Group, List, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { DataPanel } from '@/app/_components/DataPanel';
import { ScrollTable } from '@/app/_components/ScrollTable';
import sticky from '@/app/_components/table.module.css';
import type { Outputs } from '@/app/_trpc/outputs';
import { competitors } from '@/domain/table1/references';
import type { Table1Row } from '@/domain/table1/table1';
import button from './CellButton.module.css';
import { PendingText } from './PendingText';
import { prepareCell } from './prepareCell';
import { prepareTable1Notes } from './prepareTable1Notes';
import classes from './ResultTable.module.css';
import { useTable1 } from './useTable';

/** Table 1: Base by the frames of its clips, beside what the paper and others reported; only where the experiment was made with it. */
export function Table1Panel({ experiment }: { experiment: Outputs['experiment']['byId'] }) {
  const table = useTable1(experiment.id, experiment.spec.table1Frames.length > 0);
  if (experiment.spec.table1Frames.length === 0) return null;
  const dataset = experiment.dataset?.name ?? experiment.spec.dataset;
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md" component="section" aria-labelledby="table1">
      <Stack gap="md">
        <Title order={2} size="h3" id="table1">
          Table 1
        </Title>
        <DataPanel query={table} what="Table 1" skeleton={<Skeleton h={220} radius="md" />}>
          {(data) =>
            data === null ? null : (
              <>
                <ScrollTable label="Scores by length of the clips" verticalSpacing={6} horizontalSpacing="sm">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th className={sticky.sticky}>Method</Table.Th>
                      <Table.Th ta="right">T</Table.Th>
                      <Table.Th className={classes.column}>mAP on {dataset}</Table.Th>
                      <Table.Th ta="right" className={classes.column}>
                        Reported, Charades
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {data.rows.map((row) => (
                      <LengthRow key={row.frames} row={row} />
                    ))}
                  </Table.Tbody>
                  <Table.Tbody>
                    <Table.Tr>
                      <Table.Th scope="rowgroup" colSpan={4} className={classes.group}>
                        As reported by others, on Charades
                      </Table.Th>
                    </Table.Tr>
                    {competitors.map(({ method, frames, map }) => (
                      <Table.Tr key={method}>
                        <Table.Th scope="row" fw={500} className={sticky.sticky}>
                          {method}
                        </Table.Th>
                        <Table.Td ta="right">{frames ?? '–'}</Table.Td>
                        <Table.Td className={classes.column} c="dimmed">
                          not run here
                        </Table.Td>
                        <Table.Td ta="right" className={classes.column} c="dimmed">
                          {map.toFixed(1)}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </ScrollTable>
                <List size="sm" c="dimmed" spacing={2}>
                  {prepareTable1Notes(data, dataset).map((note) => (
                    <List.Item key={note}>
                      <Text size="sm" span>
                        {note}
                      </Text>
                    </List.Item>
                  ))}
                </List>
              </>
            )
          }
        </DataPanel>
      </Stack>
    </Paper>
  );
}

function LengthRow({ row }: { row: Table1Row }) {
  const { score, spread, count, pending } = prepareCell(row);
  const runs = row.seeds.flatMap(({ seed, run }) => (run ? [{ seed, run }] : []));
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={550} className={sticky.sticky}>
        Base
      </Table.Th>
      <Table.Td ta="right">{row.frames}</Table.Td>
      <Table.Td className={classes.column}>
        <Group gap="md" justify="space-between" wrap="nowrap">
          <div>
            {score ? <span className={button.plain}>{score}</span> : null}{' '}
            <Text size="xs" c="dimmed" span>
              {[spread, count].filter(Boolean).join(', ')}
            </Text>
            {pending.map((line) => (
              <PendingText key={line.state} line={line} />
            ))}
          </div>
          <Group gap="xs" wrap="nowrap">
            {runs.map(({ seed, run }) => (
              <Anchor key={seed} component={Link} href={`/runs/${run.id}`} size="xs" aria-label={run.name}>
                seed {seed}
              </Anchor>
            ))}
          </Group>
        </Group>
      </Table.Td>
      <Table.Td ta="right" className={classes.column} c="dimmed">
        {row.paper === null ? '–' : row.paper.toFixed(1)}
      </Table.Td>
    </Table.Tr>
  );
}
