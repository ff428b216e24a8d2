'use client';

import { Table, Text } from '@mantine/core';
import { Fragment } from 'react';
import { describeVariant } from '@/app/_components/describeVariant';
import { OracleMark } from '@/app/_components/OracleMark';
import { ScrollTable } from '@/app/_components/ScrollTable';
import sticky from '@/app/_components/table.module.css';
import { fusionIds, fusions } from '@/domain/fusions';
import type { ComparedSubmission } from '@/domain/table2/againstBase';
import type { Table2, TableRow } from '@/domain/table2/table2';
import { variantOf } from '@/domain/variants';
import { CellButton } from './CellButton';
import classes from './ResultTable.module.css';
import { SubmissionRows } from './SubmissionRows';

const groups = [
  { id: 'table2', title: null },
  { id: 'option', title: 'Options beside the paper' },
  { id: 'control', title: 'Sanity control' },
] as const;

type ResultTableProps = { experimentId: string; table: Table2; others: ComparedSubmission[] };

/** Rows x {temporal concatenation, late fusion}, as in the paper, with the paper's numbers beside them; below, scores of others. */
export function ResultTable({ experimentId, table, others }: ResultTableProps) {
  const base = table.rows.find(({ variant }) => variant === 'base')?.cells.temporal_concat;
  const baseRunId = base?.seeds.find(({ evaluation }) => evaluation !== null)?.run?.id ?? null;
  return (
    <ScrollTable label="Scores by row and fusion" className={classes.table} verticalSpacing={6} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={sticky.sticky} rowSpan={2}>
            Row
          </Table.Th>
          {fusionIds.map((fusion) => (
            <Table.Th key={fusion} colSpan={2} ta="center" className={classes.column}>
              {fusions[fusion].label}
            </Table.Th>
          ))}
        </Table.Tr>
        <Table.Tr>
          {fusionIds.map((fusion) => (
            <Fragment key={fusion}>
              <Table.Th className={classes.column}>mAP and Δ to Base</Table.Th>
              <Table.Th ta="right">Paper</Table.Th>
            </Fragment>
          ))}
        </Table.Tr>
      </Table.Thead>
      {groups.map(({ id, title }) => {
        const rows = table.rows.filter(({ group }) => group === id);
        if (rows.length === 0) return null;
        return (
          <Table.Tbody key={id}>
            {title ? (
              <Table.Tr>
                <Table.Th scope="rowgroup" colSpan={5} className={classes.group}>
                  {title}
                </Table.Th>
              </Table.Tr>
            ) : null}
            {rows.map((row) => (
              <ResultRow key={row.variant} experimentId={experimentId} row={row} />
            ))}
          </Table.Tbody>
        );
      })}
      <SubmissionRows experimentId={experimentId} rows={others} baseRunId={baseRunId} />
    </ScrollTable>
  );
}

function ResultRow({ experimentId, row }: { experimentId: string; row: TableRow }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" className={`${sticky.sticky} ${classes.name}`}>
        <div className={classes.label}>
          <Text size="sm" fw={550} span>
            {row.label}
          </Text>
          {row.oracle ? <OracleMark /> : null}
        </div>
        <Text size="xs" c="dimmed" fw={400} className={classes.what}>
          {describeVariant(variantOf(row.variant))}
        </Text>
      </Table.Th>
      {fusionIds.map((fusion) => (
        <Fragment key={fusion}>
          <Table.Td className={classes.column}>
            <CellButton experimentId={experimentId} row={row} cell={row.cells[fusion]} />
          </Table.Td>
          <Table.Td ta="right" c="dimmed">
            {row.paper ? row.paper[fusion].toFixed(1) : '–'}
          </Table.Td>
        </Fragment>
      ))}
    </Table.Tr>
  );
}
