'use client';

import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconColumns3, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { columnOptions, defaultColumns } from './runColumns';

/** Chooses the columns of the table; they stand in the order of this list. */
export function ColumnPicker({ columns, onChange }: { columns: string[]; onChange: (columns: string[]) => void }) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const groups = columnOptions
    .map(({ group, items }) => ({ group, items: items.filter(({ label }) => label.toLowerCase().includes(wanted)) }))
    .filter(({ items }) => items.length > 0);
  const toggle = (id: string, on: boolean) => {
    const order = columnOptions.flatMap(({ items }) => items.map(({ value }) => value));
    onChange(order.filter((value) => (value === id ? on : columns.includes(value))));
  };
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns of the table">
        <Stack gap="sm">
          <Group gap="xs" wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              aria-label="Search columns"
              placeholder="Search columns"
              leftSection={<IconSearch size={14} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <Button size="xs" variant="subtle" onClick={() => onChange(defaultColumns)}>
              Reset
            </Button>
          </Group>
          <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
            <Stack gap="md">
              {groups.map(({ group, items }) => (
                <Stack key={group} gap={8} role="group" aria-label={group}>
                  <Text size="xs" fw={600} c="dimmed">
                    {group}
                  </Text>
                  {items.map(({ value, label }) => (
                    <Checkbox
                      key={value}
                      size="xs"
                      label={label}
                      checked={columns.includes(value)}
                      onChange={(event) => toggle(value, event.currentTarget.checked)}
                    />
                  ))}
                </Stack>
              ))}
            </Stack>
          </ScrollArea.Autosize>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
