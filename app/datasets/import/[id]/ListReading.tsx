'use client';

import { Card, List, Stack, Table, Text, Title } from '@mantine/core';
import { ScrollTable } from '@/app/_components/ScrollTable';
import { type PreparedRow, prepareList } from '@/domain/imports/prepareList';
import type { ListReading as Reading } from '@/domain/listReading';
import classes from './ListReading.module.css';

/** How an annotation file was understood: what its columns are taken for, its first and last rows. */
export function ListReading({ reading }: { reading: Reading }) {
  const { file, form, columns, first, last, left } = prepareList(reading);
  return (
    <Card withBorder padding="md" component="section" aria-label={`How ${file} was read`}>
      <Stack gap="xs">
        <Title order={2} size="h5" className={classes.text}>
          {file.split('/').at(-1)}
        </Title>
        <Text size="sm">{form}</Text>
        <List size="sm" spacing={2} className={classes.text}>
          {columns.map(({ name, meaning, ignored }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns may have equal names, and never move
            <List.Item key={index}>
              {name}:{' '}
              <Text span size="sm" c={ignored ? 'dimmed' : undefined} fw={ignored ? 400 : 550}>
                {meaning}
              </Text>
            </List.Item>
          ))}
        </List>
        <ScrollTable label={`Rows of ${file}`} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">Line</Table.Th>
              <Table.Th>Video</Table.Th>
              <Table.Th>Class</Table.Th>
              <Table.Th>Times</Table.Th>
              <Table.Th>Split</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {first.map((row) => (
              <Row key={row.line} row={row} />
            ))}
            {left > 0 ? (
              <Table.Tr>
                <Table.Td />
                <Table.Td colSpan={4} c="dimmed">
                  {left.toLocaleString('en-GB')} more
                </Table.Td>
              </Table.Tr>
            ) : null}
            {last.map((row) => (
              <Row key={row.line} row={row} />
            ))}
          </Table.Tbody>
        </ScrollTable>
      </Stack>
    </Card>
  );
}

function Row({ row }: { row: PreparedRow }) {
  return (
    <Table.Tr>
      <Table.Td ta="right" c="dimmed">
        {row.line}
      </Table.Td>
      <Table.Td className={classes.video}>{row.video}</Table.Td>
      <Table.Td className={classes.video}>{row.class}</Table.Td>
      <Table.Td>{row.times}</Table.Td>
      <Table.Td>{row.split}</Table.Td>
    </Table.Tr>
  );
}
