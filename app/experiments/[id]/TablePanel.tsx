'use client';

import { Group, List, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQueryStates } from 'nuqs';
import { failureText } from '@/app/_components/failureText';
import { Labelled } from '@/app/_components/Labelled';
import type { Outputs } from '@/app/_trpc/outputs';
import { againstBase } from '@/domain/table2/againstBase';
import type { Table2 } from '@/domain/table2/table2';
import { AddScores } from './AddScores';
import { ExportMenu } from './ExportMenu';
import { experimentParams } from './experimentParams';
import { prepareNotes } from './prepareNotes';
import { ResultTable } from './ResultTable';
import { useSubmissions } from './useSubmissions';

type TablePanelProps = { experiment: Outputs['experiment']['byId']; table: Table2 };
const all = 'all';

/** The live Table 2 with the choice of seeds, its exports, and what one has to know to read it. */
export function TablePanel({ experiment, table }: TablePanelProps) {
  const [{ seed }, setParams] = useQueryStates(experimentParams);
  const { seeds, limit } = experiment.spec;
  const submissions = useSubmissions(experiment.id).query;
  const others = againstBase(submissions.data ?? [], table, limit);
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md" component="section" aria-labelledby="table2">
      <Stack gap="md">
        <Group justify="space-between" align="flex-end">
          <Title order={2} size="h3" id="table2">
            Table 2
          </Title>
          <Group gap="sm" align="flex-end">
            {seeds.length > 1 ? (
              <Labelled label="Seeds">
                <SegmentedControl
                  size="xs"
                  aria-label="Seeds"
                  value={seed !== null && seeds.includes(seed) ? String(seed) : all}
                  onChange={(value) => setParams({ seed: value === all ? null : Number(value) })}
                  data={[
                    { value: all, label: `all ${seeds.length}` },
                    ...seeds.map((value) => ({ value: String(value), label: String(value) })),
                  ]}
                />
              </Labelled>
            ) : null}
            {experiment.deletedAt === null ? <AddScores experiment={experiment} /> : null}
            <ExportMenu experiment={experiment} table={table} others={others} />
          </Group>
        </Group>
        <ResultTable experimentId={experiment.id} table={table} others={others} />
        {submissions.error ? (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            The scores of others could not be loaded: {failureText(submissions.error)}
          </Text>
        ) : null}
        <List size="sm" c="dimmed" spacing={2}>
          {prepareNotes(table, others.length > 0).map((note) => (
            <List.Item key={note}>
              <Text size="sm" span>
                {note}
              </Text>
            </List.Item>
          ))}
        </List>
      </Stack>
    </Paper>
  );
}
