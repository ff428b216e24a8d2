'use client';

import { Button, Group, Table, Text } from '@mantine/core';
import { ConfirmButton } from '@/app/_components/ConfirmButton';
import { formatBytes } from '@/app/_components/formatBytes';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import type { Outputs } from '@/app/_trpc/outputs';
import { binKinds } from '@/domain/binKinds';
import { goesAt, heldText } from './binText';
import { useBinActions } from './useBinActions';

type Item = Outputs['disk']['bin']['items'][number];

/** The things in the bin, newest first. */
export function BinTable({ items, days }: { items: Item[]; days: number }) {
  return (
    <ScrollTable label="Bin" verticalSpacing="xs" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={table.sticky}>Name</Table.Th>
          <Table.Th>What</Table.Th>
          <Table.Th ta="right">Holds</Table.Th>
          <Table.Th>Deleted</Table.Th>
          <Table.Th>Goes</Table.Th>
          <Table.Th ta="right">Actions</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Row key={`${item.kind} ${item.id}`} item={item} days={days} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Row({ item, days }: { item: Item; days: number }) {
  const { name, kind, within, bytes, deletedAt, going } = item;
  const held = heldText(item);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={table.sticky}>
        <MiddleCut text={name} className={table.name} />
      </Table.Th>
      <Table.Td>
        {binKinds[kind].one}
        {within === null ? null : (
          <Text size="xs" c="dimmed" span ml={6}>
            of <MiddleCut text={within} className={table.name} />
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">{formatBytes(bytes)}</Table.Td>
      <Table.Td>{going ? 'for good' : <RelativeTime date={deletedAt} />}</Table.Td>
      <Table.Td>
        {going ? (
          'as soon as a worker is there'
        ) : item.held ? (
          'not yet'
        ) : (
          <RelativeTime date={goesAt(deletedAt, days)} />
        )}
        {held === null ? null : (
          <Text size="xs" c="dimmed">
            {held}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Actions item={item} />
      </Table.Td>
    </Table.Tr>
  );
}

function Actions({ item }: { item: Item }) {
  const { restore, purge } = useBinActions();
  const { kind, id, bytes, held, going } = item;
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate(item)}>
        Restore
      </Button>
      {held || going ? null : (
        <ConfirmButton
          size="xs"
          label="Delete for good"
          question={`It is deleted for good: ${formatBytes(bytes)}. This cannot be undone.`}
          confirm="Delete for good"
          loading={purge.isPending}
          onConfirm={() => purge.mutate({ kind, id })}
        />
      )}
    </Group>
  );
}
