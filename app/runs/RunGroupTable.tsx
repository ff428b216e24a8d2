import { Table, Text } from '@mantine/core';
import { configLabel } from '@/app/_components/configText';
import { OracleMark } from '@/app/_components/OracleMark';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import { type GroupFigure, prepareGroups, type RunGroup } from './prepareGroups';

/** Runs of the filter by the values of some keys, with mean, sample deviation and number of values; the best mAP first. */
export function RunGroupTable({ groups, keys }: { groups: RunGroup[]; keys: string[] }) {
  const rows = prepareGroups(groups, keys);
  return (
    <ScrollTable label="Groups of runs" verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          {keys.map((key, index) => (
            <Table.Th key={key} className={index === 0 ? table.sticky : undefined}>
              {configLabel(key)}
            </Table.Th>
          ))}
          <Table.Th ta="right">Runs finished</Table.Th>
          <Table.Th ta="right">mAP [%]</Table.Th>
          <Table.Th ta="right">Final loss</Table.Th>
          <Table.Th ta="right">Duration</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.id}>
            {row.values.map((value, index) =>
              index === 0 ? (
                <Table.Th key={keys[index]} scope="row" fw={550} className={table.sticky}>
                  {value}
                  {row.oracle ? <OracleMark /> : null}
                </Table.Th>
              ) : (
                <Table.Td key={keys[index]}>{value}</Table.Td>
              ),
            )}
            <Table.Td ta="right">{row.runs}</Table.Td>
            <Figure figure={row.map} strong={!row.oracle} />
            <Figure figure={row.loss} />
            <Figure figure={row.duration} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Figure({ figure, strong = false }: { figure: GroupFigure; strong?: boolean }) {
  return (
    <Table.Td ta="right">
      <Text span size="sm" fw={strong ? 600 : 400}>
        {figure.mean}
      </Text>
      {figure.spread ? (
        <Text span size="sm" c="dimmed">
          {' '}
          {figure.spread}
        </Text>
      ) : null}
      {figure.n > 0 ? (
        <Text span size="xs" c="dimmed" ml={8}>
          n = {figure.n}
        </Text>
      ) : null}
    </Table.Td>
  );
}
