import { Group, Table } from '@mantine/core';
import { CurveSwatch } from '@/app/_components/curves/CurveSwatch';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import { Delta } from './Delta';
import { prepareMetrics } from './prepareMetrics';
import type { ComparedRun } from './prepareScores';
import { Section } from './Section';

/** Last values of the curves, a column a run. */
export function MetricSection({ runs, baselineId }: { runs: ComparedRun[]; baselineId: string }) {
  const rows = prepareMetrics(runs, baselineId);
  if (rows.length === 0) return null;
  return (
    <Section title="Last values">
      <ScrollTable label="Last values of the curves" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={table.sticky}>Metric</Table.Th>
            {runs.map(({ id, name }, n) => (
              <Table.Th key={id}>
                <Group gap={6} wrap="nowrap" justify="flex-end">
                  <CurveSwatch n={n} />
                  <MiddleCut text={name} className={table.name} />
                </Group>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ id, label, description, cells }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" className={table.sticky} fw={500} title={description}>
                {label}
              </Table.Th>
              {cells.map((cell, index) => (
                <Table.Td key={runs[index]?.id}>
                  <Delta {...cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Section>
  );
}
