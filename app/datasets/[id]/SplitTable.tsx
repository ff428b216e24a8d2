'use client';

import { Table } from '@mantine/core';
import { ScrollTable } from '@/app/_components/ScrollTable';
import type { Outputs } from '@/app/_trpc/outputs';
import { formatDuration } from '@/domain/text/formatDuration';

/** Videos, labels and length of each split. */
export function SplitTable({ splits }: { splits: Outputs['dataset']['byId']['splits'] }) {
  const broken = splits.some(({ missing, undecodable }) => missing + undecodable > 0);
  return (
    <ScrollTable label="Splits">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Split</Table.Th>
          <Table.Th ta="right">Videos</Table.Th>
          <Table.Th ta="right">Labels a video</Table.Th>
          <Table.Th ta="right">Unlabelled</Table.Th>
          {broken ? <Table.Th ta="right">Unusable</Table.Th> : null}
          <Table.Th ta="right">Length</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {splits.map(({ split, videos, labelsPerVideo, unlabelled, missing, undecodable, seconds }) => (
          <Table.Tr key={split}>
            <Table.Th scope="row">{split}</Table.Th>
            <Table.Td ta="right">{videos.toLocaleString('en-GB')}</Table.Td>
            <Table.Td ta="right">{labelsPerVideo.toFixed(2)}</Table.Td>
            <Table.Td ta="right">{unlabelled.toLocaleString('en-GB')}</Table.Td>
            {broken ? <Table.Td ta="right">{(missing + undecodable).toLocaleString('en-GB')}</Table.Td> : null}
            <Table.Td ta="right">{formatDuration(seconds)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
