'use client';

import { Badge, Table } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { CopyValue } from '@/app/_components/CopyValue';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { formatBytes } from '@/app/_components/formatBytes';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import { useTRPC } from '@/app/_trpc/client';
import { CheckpointMenu } from './CheckpointMenu';
import type { Run } from './run';

/** Weights that were kept, as safetensors files. */
export function CheckpointsTab({ run }: { run: Run }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.run.checkpoints.queryOptions({ id: run.id }));
  return (
    <DataPanel
      query={query}
      what="checkpoints"
      isEmpty={(checkpoints) => checkpoints.length === 0}
      empty={
        <EmptyState icon={<IconDatabaseExport size={26} />} title="No checkpoint yet">
          Weights are kept now and then while the run trains, and at its end.
        </EmptyState>
      }
    >
      {(checkpoints) => (
        <ScrollTable label="Checkpoints" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={table.sticky}>Step</Table.Th>
              <Table.Th ta="right">Epoch</Table.Th>
              <Table.Th ta="right">Size</Table.Th>
              <Table.Th>Written</Table.Th>
              <Table.Th>SHA-256</Table.Th>
              <Table.Th>File</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {checkpoints.map(({ id, step, epoch, final, createdAt, artifact }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" className={table.sticky} fw={550}>
                  {step.toLocaleString('en-GB')}
                  {final ? (
                    <Badge variant="default" size="sm" tt="none" ml={8} miw="max-content">
                      final
                    </Badge>
                  ) : null}
                </Table.Th>
                <Table.Td ta="right">{Number(epoch.toFixed(2))}</Table.Td>
                <Table.Td ta="right">{formatBytes(artifact.sizeBytes)}</Table.Td>
                <Table.Td>
                  <RelativeTime date={createdAt} />
                </Table.Td>
                <Table.Td>
                  <CopyValue
                    value={artifact.sha256}
                    shown={artifact.sha256.slice(0, 12)}
                    label={`SHA-256 of step ${step}`}
                  />
                </Table.Td>
                <Table.Td>
                  <CheckpointMenu run={run} step={step} artifactId={artifact.id} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </DataPanel>
  );
}
