'use client';

import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconDownload, IconTableExport } from '@tabler/icons-react';
import { saveText } from '@/app/_components/saveText';
import type { Outputs } from '@/app/_trpc/outputs';
import { table1Latex } from '@/domain/table1/table1Latex';
import type { ComparedSubmission } from '@/domain/table2/againstBase';
import type { Table2 } from '@/domain/table2/table2';
import { tableCsv } from '@/domain/table2/tableCsv';
import { tableJson } from '@/domain/table2/tableJson';
import { tableLatex } from '@/domain/table2/tableLatex';
import { useTable1 } from './useTable';

type ExportMenuProps = { experiment: Outputs['experiment']['byId']; table: Table2; others: ComparedSubmission[] };

/** The tables for papers, spreadsheets and programs, as they are shown now, scores of others included. */
export function ExportMenu({ experiment, table, others }: ExportMenuProps) {
  const { id, name, spec, dataset: registered } = experiment;
  const dataset = registered?.name ?? spec.dataset;
  const table1 = useTable1(id, spec.table1Frames.length > 0).data ?? null;
  const latex = () =>
    [
      tableLatex(table, { caption: name, others }),
      ...(table1 ? [table1Latex(table1, { caption: name, dataset })] : []),
    ].join('\n');
  const formats = [
    { label: 'LaTeX', file: 'tex', mime: 'application/x-tex', text: latex },
    { label: 'CSV', file: 'csv', mime: 'text/csv', text: () => tableCsv(table, { table1, others }) },
    {
      label: 'JSON',
      file: 'json',
      mime: 'application/json',
      text: () => tableJson(table, { id, name, dataset }, { table1, others }),
    },
  ];
  const copy = async (label: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      notifications.show({ message: `The table is in the clipboard as ${label}.` });
    } catch {
      notifications.show({ color: 'red', message: 'The browser does not allow copying here; download it instead.' });
    }
  };
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconTableExport size={14} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Copy as</Menu.Label>
        {formats.map(({ label, text }) => (
          <Menu.Item key={label} leftSection={<IconCopy size={15} aria-hidden />} onClick={() => copy(label, text())}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Label>Download as</Menu.Label>
        {formats.map(({ label, file, mime, text }) => (
          <Menu.Item
            key={label}
            leftSection={<IconDownload size={15} aria-hidden />}
            onClick={() => saveText({ name: `${fileName(name)}.${file}`, mime, text: text() })}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'table2'
  );
}
