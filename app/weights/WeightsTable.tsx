'use client';

import { Anchor, Table } from '@mantine/core';
import Link from 'next/link';
import { formatBytes } from '@/app/_components/formatBytes';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import type { Outputs } from '@/app/_trpc/outputs';
import { backboneLabel, formatLabel, headText } from './weightsText';

/** Imported weights, newest first. */
export function WeightsTable({ weights }: { weights: Outputs['weights']['list'] }) {
  return (
    <ScrollTable label="Weights" verticalSpacing="xs" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={table.sticky}>Name</Table.Th>
          <Table.Th>Backbone</Table.Th>
          <Table.Th>Head</Table.Th>
          <Table.Th>Format</Table.Th>
          <Table.Th ta="right">Size</Table.Th>
          <Table.Th ta="right">Used by runs</Table.Th>
          <Table.Th>Imported</Table.Th>
          <Table.Th>From</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {weights.map(({ id, name, backbone, classes, format, size, runs, createdAt, sourcePath }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row" className={table.sticky}>
              <Anchor component={Link} href={`/weights/${id}`} size="sm" fw={550}>
                <MiddleCut text={name} className={table.name} />
              </Anchor>
            </Table.Th>
            <Table.Td>{backboneLabel(backbone)}</Table.Td>
            <Table.Td>{headText(classes)}</Table.Td>
            <Table.Td>{formatLabel(format)}</Table.Td>
            <Table.Td ta="right">{formatBytes(size)}</Table.Td>
            <Table.Td ta="right">{runs.toLocaleString('en-GB')}</Table.Td>
            <Table.Td>
              <RelativeTime date={createdAt} />
            </Table.Td>
            <Table.Td>
              <MiddleCut text={sourcePath} className={table.name} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
