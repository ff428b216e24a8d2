import { Table, Text } from '@mantine/core';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import classes from './ClassDifference.module.css';
import { prepareClassDifference, type Scored } from './prepareClassDifference';

/** AP by class, the largest gain first, with bars to the right (gained) and to the left (lost). */
export function ClassDifference({ baseline, other }: { baseline: Scored; other: Scored }) {
  const rows = prepareClassDifference(baseline, other);
  if (rows === null) return <Text c="dimmed">They scored different classes, which cannot be compared.</Text>;
  return (
    <ScrollTable label="AP by class" verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={table.sticky}>AP by class</Table.Th>
          <Table.Th ta="right">Baseline</Table.Th>
          <Table.Th ta="right">This</Table.Th>
          <Table.Th ta="right">Difference</Table.Th>
          <Table.Th miw={220} aria-hidden />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ index, name, before, after, delta, share }) => (
          <Table.Tr key={index}>
            <Table.Th scope="row" fw={450} className={table.sticky}>
              <MiddleCut text={name} className={table.name} />
            </Table.Th>
            <Table.Td ta="right">{before}</Table.Td>
            <Table.Td ta="right">{after}</Table.Td>
            <Table.Td ta="right" fw={600}>
              {delta}
            </Table.Td>
            <Table.Td aria-hidden>
              <div className={classes.track}>
                <div
                  className={classes.bar}
                  data-lost={share < 0 || undefined}
                  style={{ left: `${50 + Math.min(0, share) * 50}%`, width: `${Math.abs(share) * 50}%` }}
                />
              </div>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
