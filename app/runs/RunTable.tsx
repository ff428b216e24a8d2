'use client';

import { Anchor, Checkbox, Group, Pagination, Table, Text } from '@mantine/core';
import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  type RowSelectionState,
  useReactTable,
} from '@tanstack/react-table';
import Link from 'next/link';
import { useMemo } from 'react';
import { DamagedMark } from '@/app/_components/DamagedMark';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { ScrollTable } from '@/app/_components/ScrollTable';
import { SortHeader } from '@/app/_components/SortHeader';
import table from '@/app/_components/table.module.css';
import { parseRunSortKey } from '@/domain/runTable';
import { RunCell } from './RunCell';
import { columnLabel, isNumeric } from './runColumns';
import type { RunItem } from './runItem';
import { runsPageSize } from './runsParams';

type RunTableProps = {
  items: RunItem[];
  total: number;
  columns: string[];
  /** Column, with `-` in front for descending. */
  sort: string;
  page: number;
  selection: RowSelectionState;
  onSort: (column: string) => void;
  onPage: (page: number) => void;
  onSelect: (selection: RowSelectionState) => void;
};

/** One page of runs; sorting and paging happen at the server. */
export function RunTable({ items, total, columns, sort, page, selection, onSort, onPage, onSelect }: RunTableProps) {
  const definitions = useMemo<ColumnDef<RunItem>[]>(
    () => [
      { id: 'name', cell: ({ row }) => <RunName run={row.original} /> },
      ...columns.map((id) => ({
        id,
        cell: ({ row }: { row: { original: RunItem } }) => <RunCell run={row.original} column={id} />,
      })),
    ],
    [columns],
  );
  const model = useReactTable({
    data: items,
    columns: definitions,
    getRowId: (run) => run.id,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    manualPagination: true,
    state: { rowSelection: selection },
    onRowSelectionChange: (change) => onSelect(typeof change === 'function' ? change(selection) : change),
  });
  const pages = Math.max(1, Math.ceil(total / runsPageSize));
  return (
    <>
      <ScrollTable label="Runs" verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={table.sticky}>
              <Group gap="sm" wrap="nowrap">
                <Checkbox
                  size="xs"
                  aria-label="Select all runs of this page"
                  checked={items.length > 0 && model.getIsAllPageRowsSelected()}
                  indeterminate={model.getIsSomePageRowsSelected() && !model.getIsAllPageRowsSelected()}
                  onChange={model.getToggleAllPageRowsSelectedHandler()}
                />
                <SortHeader label="Run" column="name" sort={sort} onSort={onSort} />
              </Group>
            </Table.Th>
            {columns.map((id) => (
              <Table.Th key={id} ta={isNumeric(id) ? 'right' : 'left'} aria-sort={ariaSort(id, sort)}>
                {parseRunSortKey(id) === null ? (
                  columnLabel(id)
                ) : (
                  <SortHeader label={columnLabel(id)} column={id} sort={sort} onSort={onSort} />
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {model.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id} data-selected={row.getIsSelected() || undefined}>
              {row.getVisibleCells().map((cell, index) =>
                index === 0 ? (
                  <Table.Th key={cell.id} scope="row" className={table.sticky} fw={500}>
                    <Group gap="sm" wrap="nowrap">
                      <Checkbox
                        size="xs"
                        aria-label={`Select ${row.original.name}`}
                        checked={row.getIsSelected()}
                        onChange={row.getToggleSelectedHandler()}
                      />
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </Group>
                  </Table.Th>
                ) : (
                  <Table.Td key={cell.id} ta={isNumeric(cell.column.id) ? 'right' : 'left'}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {total.toLocaleString('en-GB')} {total === 1 ? 'run' : 'runs'}
        </Text>
        {pages > 1 ? (
          <Pagination
            size="sm"
            total={pages}
            value={Math.min(page, pages)}
            onChange={onPage}
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
            getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
          />
        ) : null}
      </Group>
    </>
  );
}

function RunName({ run }: { run: RunItem }) {
  return (
    <>
      <Anchor component={Link} href={`/runs/${run.id}`} size="sm" fw={550}>
        <MiddleCut text={run.name} className={table.name} />
      </Anchor>
      {run.damaged ? <DamagedMark /> : null}
    </>
  );
}

function ariaSort(column: string, sort: string): 'ascending' | 'descending' | undefined {
  if (sort.replace(/^-/, '') !== column) return undefined;
  return sort.startsWith('-') ? 'descending' : 'ascending';
}
