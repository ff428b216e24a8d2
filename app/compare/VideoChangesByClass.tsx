import { Table } from '@mantine/core';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import type { Outputs } from '@/app/_trpc/outputs';

/** The same counts for the videos of each true class. */
export function VideoChangesByClass({ changes }: { changes: Outputs['compare']['videos'] }) {
  const rows = changes.classes.filter(({ counts }) => Object.values(counts).some((count) => count > 0));
  return (
    <ScrollTable label="Videos by true class" verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={table.sticky}>Videos by true class</Table.Th>
          <Table.Th ta="right">Gained</Table.Th>
          <Table.Th ta="right">Lost</Table.Th>
          <Table.Th ta="right">Right in both</Table.Th>
          <Table.Th ta="right">Wrong in both</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ class: index, name, counts }) => (
          <Table.Tr key={index}>
            <Table.Th scope="row" fw={450} className={table.sticky}>
              <MiddleCut text={name} className={table.name} />
            </Table.Th>
            <Table.Td ta="right" fw={600}>
              {counts.gained}
            </Table.Td>
            <Table.Td ta="right" fw={600}>
              {counts.lost}
            </Table.Td>
            <Table.Td ta="right">{counts.bothRight}</Table.Td>
            <Table.Td ta="right">{counts.bothWrong}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
