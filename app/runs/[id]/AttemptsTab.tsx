'use client';

import { Box, Table, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { ScrollTable } from '@/app/_components/ScrollTable';
import table from '@/app/_components/table.module.css';
import { useServerClock } from '@/app/_components/useServerClock';
import { useTRPC } from '@/app/_trpc/client';
import { OutcomeBadge } from './OutcomeBadge';
import { prepareAttempts } from './prepareAttempts';
import type { Run } from './run';

/** Who worked on the run, when, and how it ended. */
export function AttemptsTab({ run, updatedAt }: { run: Run; updatedAt: number }) {
  const trpc = useTRPC();
  const now = useServerClock(run.now, updatedAt);
  const query = useQuery(trpc.run.attempts.queryOptions({ id: run.id }));
  return (
    <DataPanel
      query={query}
      what="attempts"
      isEmpty={(attempts) => attempts.length === 0}
      empty={
        <EmptyState icon={<IconHistory size={26} />} title="Not begun yet">
          An attempt begins when a worker takes the run from the queue.
        </EmptyState>
      }
    >
      {(attempts) => (
        <ScrollTable label="Attempts" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={table.sticky}>Attempt</Table.Th>
              <Table.Th>Work</Table.Th>
              <Table.Th>Outcome</Table.Th>
              <Table.Th>Began</Table.Th>
              <Table.Th>From</Table.Th>
              <Table.Th ta="right">Duration</Table.Th>
              <Table.Th miw={160}>In time</Table.Th>
              <Table.Th>Where</Table.Th>
              <Table.Th>Reason</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {prepareAttempts(attempts, now).map((row) => (
              <Table.Tr key={row.id}>
                <Table.Th scope="row" className={table.sticky} fw={550}>
                  {row.number}
                </Table.Th>
                <Table.Td>{row.work}</Table.Td>
                <Table.Td>
                  <OutcomeBadge outcome={row.outcome} />
                </Table.Td>
                <Table.Td>
                  <RelativeTime date={row.from} />
                </Table.Td>
                <Table.Td>{row.began}</Table.Td>
                <Table.Td ta="right">{row.duration}</Table.Td>
                <Table.Td>
                  <Box
                    h={8}
                    pos="relative"
                    bg="var(--mantine-color-default-border)"
                    style={{ borderRadius: 4 }}
                    aria-hidden
                  >
                    <Box
                      pos="absolute"
                      h={8}
                      bg={row.outcome === null ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-dimmed)'}
                      style={{
                        left: `${row.left}%`,
                        width: `${Math.min(row.width, 100 - row.left)}%`,
                        borderRadius: 4,
                      }}
                    />
                  </Box>
                </Table.Td>
                <Table.Td>{row.where}</Table.Td>
                <Table.Td>
                  <Text size="sm" maw={420} miw={200} style={{ whiteSpace: 'normal' }}>
                    {row.reason}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </DataPanel>
  );
}
