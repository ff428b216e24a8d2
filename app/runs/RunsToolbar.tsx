'use client';

import { Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { configLabel } from '@/app/_components/configText';
import { useTRPC } from '@/app/_trpc/client';
import { runGroupKeys } from '@/domain/runTable';
import { ColumnPicker } from './ColumnPicker';
import { groupKeys, shownColumns } from './runsParams';
import type { useRunsState } from './useRunsState';

const groupOptions = runGroupKeys.map((value) => ({ value, label: configLabel(value) }));

/** What the table shows: search, experiment, grouping, columns. */
export function RunsToolbar({ state }: { state: ReturnType<typeof useRunsState> }) {
  const { params, filter, groupBy, show } = state;
  const trpc = useTRPC();
  const experiments = useQuery(trpc.experiment.list.queryOptions({ limit: 100 }));
  const names = (experiments.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        label="Search"
        placeholder="Run or experiment"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={params.q}
        onChange={(event) => filter({ q: event.currentTarget.value })}
        flex={{ base: '1 1 100%', sm: '1 1 220px' }}
      />
      <Select
        label="Experiment"
        placeholder="All"
        data={names}
        value={params.experiment}
        onChange={(experiment) => filter({ experiment })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'Show all experiments' }}
        flex={{ base: '1 1 100%', sm: '1 1 200px' }}
      />
      <MultiSelect
        label="Group by"
        placeholder={params.group.length === 0 ? 'Nothing' : undefined}
        data={groupOptions}
        value={groupKeys(params)}
        onChange={groupBy}
        maxValues={3}
        clearable
        searchable
        hidePickedOptions
        styles={{ inputField: { minWidth: 24 } }}
        clearButtonProps={{ 'aria-label': 'Do not group' }}
        flex={{ base: '1 1 100%', sm: '1 1 240px' }}
      />
      <ColumnPicker columns={shownColumns(params)} onChange={show} />
    </Group>
  );
}
