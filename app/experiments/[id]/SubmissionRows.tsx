'use client';

import { ActionIcon, Anchor, Badge, Group, Table, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import sticky from '@/app/_components/table.module.css';
import type { ComparedSubmission } from '@/domain/table2/againstBase';
import button from './CellButton.module.css';
import { prepareSubmission } from './prepareSubmission';
import classes from './ResultTable.module.css';
import { useSubmissions } from './useSubmissions';

type SubmissionRowsProps = {
  experimentId: string;
  rows: ComparedSubmission[];
  /** Run of Base to compare with; null while there is none. */
  baseRunId: string | null;
};

/** Scores that somebody else computed, below ours and marked as such. */
export function SubmissionRows({ experimentId, rows, baseRunId }: SubmissionRowsProps) {
  const { remove } = useSubmissions(experimentId);
  if (rows.length === 0) return null;
  return (
    <Table.Tbody>
      <Table.Tr>
        <Table.Th scope="rowgroup" colSpan={5} className={classes.group}>
          Scores of others
        </Table.Th>
      </Table.Tr>
      {rows.map((row) => {
        const { score, facts } = prepareSubmission(row);
        return (
          <Table.Tr key={row.id}>
            <Table.Th scope="row" className={`${sticky.sticky} ${classes.name}`}>
              <div className={classes.label}>
                <Text size="sm" fw={550} span className={sticky.wrap}>
                  {row.name}
                </Text>
                <NotMadeHere />
              </div>
              <Text size="xs" c="dimmed" fw={400} className={classes.what}>
                {row.fileName}
              </Text>
            </Table.Th>
            <Table.Td className={classes.column} colSpan={4}>
              <Group justify="space-between" wrap="nowrap" gap="md">
                <div>
                  <span className={button.plain}>{score}</span>{' '}
                  <Text size="xs" c="dimmed" span>
                    {facts.join(' · ')}
                  </Text>
                </div>
                <Group gap="xs" wrap="nowrap">
                  {baseRunId === null ? null : (
                    <Anchor
                      component={Link}
                      href={`/compare?runs=${baseRunId}&against=${row.id}`}
                      size="xs"
                      aria-label={`Compare ${row.name} with Base`}
                    >
                      Compare with Base
                    </Anchor>
                  )}
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Remove the scores ${row.name}`}
                    onClick={() => remove(row)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </Group>
              </Group>
            </Table.Td>
          </Table.Tr>
        );
      })}
    </Table.Tbody>
  );
}

function NotMadeHere() {
  return (
    <Tooltip
      label="Read from a file: neither the training nor the predictions were made here."
      withArrow
      multiline
      maw={280}
    >
      <Badge component="span" variant="default" size="sm" tt="none" fw={500} ml={6} miw="max-content">
        not made here
      </Badge>
    </Tooltip>
  );
}
