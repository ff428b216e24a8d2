'use client';

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { shorten } from '@/domain/text/textFault';
import { mostCompared } from './compareParams';

/** Finds a run by its name or that of its experiment and adds it. */
export function RunPicker({ chosen, onPick }: { chosen: string[]; onPick: (id: string) => void }) {
  const trpc = useTRPC();
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(shorten(search, 200), 250);
  const query = useQuery({
    ...trpc.run.list.queryOptions({ text, limit: 30 }),
    placeholderData: keepPreviousData,
  });
  const options = (query.data?.items ?? [])
    .filter(({ id }) => !chosen.includes(id))
    .map(({ id, name, experiment }) => ({ value: id, label: `${name} · ${experiment.name}` }));
  const full = chosen.length >= mostCompared;
  return (
    <Select
      aria-label="Add a run"
      placeholder={full ? `At most ${mostCompared} runs` : 'Add a run'}
      leftSection={<IconPlus size={16} aria-hidden />}
      data={options}
      value={null}
      onChange={(id) => {
        if (id === null) return;
        setSearch('');
        onPick(id);
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options: found }) => found}
      nothingFoundMessage="No run fits"
      disabled={full}
      w={300}
      maw="100%"
    />
  );
}
