'use client';

import { Group, Switch, Table, Text } from '@mantine/core';
import { CurveSwatch } from '@/app/_components/curves/CurveSwatch';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import { prepareConfigDiff } from './prepareConfigDiff';
import type { ComparedRun } from './prepareScores';
import { Section } from './Section';
import type { CompareState } from './useCompareState';

type ConfigSectionProps = { runs: ComparedRun[]; baselineId: string; state: CompareState };

/** Configs side by side: what differs, or everything. */
export function ConfigSection({ runs, baselineId, state }: ConfigSectionProps) {
  const { all } = state.params;
  const rows = prepareConfigDiff(
    runs.map(({ config }) => config),
    runs.findIndex(({ id }) => id === baselineId),
  );
  const shown = all ? rows : rows.filter(({ differs }) => differs);
  return (
    <Section
      title="Config"
      controls={
        <Switch
          label={`Show all ${rows.length} keys`}
          checked={all}
          onChange={(event) => state.set({ all: event.currentTarget.checked })}
        />
      }
    >
      {shown.length === 0 ? (
        <Text c="dimmed">Nothing differs.</Text>
      ) : (
        <ScrollTable label="Config" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={table.sticky}>Key</Table.Th>
              {runs.map(({ id, name }, n) => (
                <Table.Th key={id}>
                  <Group gap={6} wrap="nowrap">
                    <CurveSwatch n={n} />
                    <MiddleCut text={name} className={table.name} />
                  </Group>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ path, label, texts, changed }) => (
              <Table.Tr key={path}>
                <Table.Th scope="row" className={table.sticky} fw={450}>
                  {label}
                </Table.Th>
                {texts.map((text, index) => (
                  <Table.Td
                    key={runs[index]?.id}
                    fw={changed[index] ? 600 : 400}
                    c={changed[index] ? undefined : 'dimmed'}
                  >
                    {text}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Section>
  );
}
