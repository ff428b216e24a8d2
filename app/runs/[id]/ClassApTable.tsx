'use client';

import { Group, Progress, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQueryState } from 'nuqs';
import { configText } from '@/app/_components/configText';
import { formatScore } from '@/app/_components/formatScore';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { OracleMark } from '@/app/_components/OracleMark';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import { prepareClassAp } from './prepareClassAp';
import type { Evaluation } from './run';
import { runParams } from './runParams';

/** AP of every class, a column with bars for each evaluation. */
export function ClassApTable({ evaluations }: { evaluations: Evaluation[] }) {
  const [order, setOrder] = useQueryState('order', runParams.order);
  const rows = prepareClassAp(evaluations, order);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h5">
          AP by class
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Order of the classes"
          value={order}
          onChange={(value) => setOrder(value === 'ap' ? 'ap' : null)}
          data={[
            { value: 'class', label: 'Class order' },
            { value: 'ap', label: 'Lowest first' },
          ]}
        />
      </Group>
      <ScrollTable label="AP by class" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={table.sticky}>Class</Table.Th>
            {evaluations.map(({ id, variant, oracle }) => (
              <Table.Th key={id} miw={220}>
                {configText('variant', variant)}
                {oracle ? <OracleMark /> : null}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ index, name, ap }) => (
            <Table.Tr key={index}>
              <Table.Th scope="row" fw={450} className={table.sticky}>
                <MiddleCut text={name} className={table.name} />
              </Table.Th>
              {ap.map((value, column) => (
                <Table.Td key={evaluations[column]?.id}>
                  <Group gap="sm" wrap="nowrap">
                    <Text size="sm" miw={62} ta="right">
                      {formatScore(value)}
                    </Text>
                    <Progress
                      flex={1}
                      size={8}
                      value={(value ?? 0) * 100}
                      color={evaluations[column]?.oracle ? 'gray' : undefined}
                      aria-label={`AP of ${name}`}
                    />
                  </Group>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Stack>
  );
}
