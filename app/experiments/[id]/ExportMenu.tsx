'use client';

import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconDownload, IconTableExport } from '@tabler/icons-react';
import { saveText } from '@/app/_components/saveText';
import type { Outputs } from '@/app/_trpc/outputs';
import type { ComparedSubmission } from '@/domain/table2/againstBase';
import type { Table2 } from '@/domain/table2/table2';
import { type TableExportId, tableExports, tableFileName } from '@/domain/tableExports';
import { useTable1 } from './useTable';

type ExportMenuProps = { experiment: Outputs['experiment']['byId']; table: Table2; others: ComparedSubmission[] };

const formats = Object.keys(tableExports) as TableExportId[];

/** The tables for papers, spreadsheets and programs, as they are shown now, scores of others included. */
export function ExportMenu({ experiment: { id, name, spec, dataset }, table, others }: ExportMenuProps) {
  const table1 = useTable1(id, spec.table1Frames.length > 0).data ?? null;
  const experiment = { id, name, dataset: dataset?.name ?? spec.dataset };
  const textOf = (format: TableExportId) => tableExports[format].write({ experiment, table, table1, others });
  const copy = async (format: TableExportId) => {
    try {
      await navigator.clipboard.writeText(textOf(format));
      notifications.show({ message: `The table is in the clipboard as ${tableExports[format].label}.` });
    } catch {
      notifications.show({ color: 'red', message: 'The browser does not allow copying here; download it instead.' });
    }
  };
  const save = (format: TableExportId) =>
    saveText({ name: tableFileName(experiment, format), mime: tableExports[format].mime, text: textOf(format) });
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconTableExport size={14} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Copy as</Menu.Label>
        {formats.map((format) => (
          <Menu.Item key={format} leftSection={<IconCopy size={15} aria-hidden />} onClick={() => copy(format)}>
            {tableExports[format].label}
          </Menu.Item>
        ))}
        <Menu.Label>Download as</Menu.Label>
        {formats.map((format) => (
          <Menu.Item key={format} leftSection={<IconDownload size={15} aria-hidden />} onClick={() => save(format)}>
            {tableExports[format].label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
