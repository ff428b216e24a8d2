'use client';

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowsDiff, IconPlayerPlay, IconSearchOff } from '@tabler/icons-react';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { RowSelectionState } from '@tanstack/react-table';
import { useState } from 'react';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { LinkButton } from '@/app/_components/LinkButton';
import { PageContent } from '@/app/_components/PageContent';
import { useTRPC } from '@/app/_trpc/client';
import { RunGroupTable } from './RunGroupTable';
import { RunsToolbar } from './RunsToolbar';
import { RunTable } from './RunTable';
import { groupInput, groupKeys, listInput, shownColumns } from './runsParams';
import { StatusFilter } from './StatusFilter';
import { useRunsState } from './useRunsState';

const mostCompared = 20;

/** All runs: filter, sort, group, choose and compare. */
export function RunsPage() {
  const trpc = useTRPC();
  const state = useRunsState();
  const { params } = state;
  const [selection, setSelection] = useState<RowSelectionState>({});
  const grouped = groupInput(params);
  const list = useQuery({ ...trpc.run.list.queryOptions(listInput(params)), placeholderData: keepPreviousData });
  const groups = useQuery({
    ...trpc.run.groups.queryOptions(grouped ?? skipToken),
    placeholderData: keepPreviousData,
  });
  const filtered = params.q !== '' || params.status.length > 0 || params.experiment !== null;
  const empty = filtered ? <NothingFound onClear={state.clear} /> : <NoRuns />;
  return (
    <PageContent
      title="Runs"
      lead="One row is one training: one config with one seed."
      actions={<CompareButton ids={Object.keys(selection)} onClear={() => setSelection({})} />}
    >
      <Stack gap="md">
        <RunsToolbar state={state} />
        <StatusFilter
          value={params.status}
          counts={list.data?.statusCounts ?? {}}
          onChange={(status) => state.filter({ status })}
        />
        {grouped ? (
          <DataPanel
            query={groups}
            what="groups"
            skeleton={<Skeleton h={320} />}
            isEmpty={(rows) => rows.length === 0}
            empty={empty}
          >
            {(rows) => <RunGroupTable groups={rows} keys={groupKeys(params)} />}
          </DataPanel>
        ) : (
          <DataPanel
            query={list}
            what="runs"
            skeleton={<Skeleton h={480} />}
            isEmpty={({ total }) => total === 0}
            empty={empty}
          >
            {({ items, total, page }) => (
              <RunTable
                items={items}
                total={total}
                columns={shownColumns(params)}
                sort={params.sort}
                page={page + 1}
                selection={selection}
                onSort={state.sortBy}
                onPage={state.goTo}
                onSelect={setSelection}
              />
            )}
          </DataPanel>
        )}
      </Stack>
    </PageContent>
  );
}

function CompareButton({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  if (ids.length === 0) return null;
  const tooMany = ids.length > mostCompared;
  return (
    <Group gap="xs">
      {tooMany ? <Text size="sm">At most {mostCompared} runs can be compared.</Text> : null}
      <Button variant="default" onClick={onClear}>
        Clear selection
      </Button>
      <LinkButton
        href={`/compare?runs=${ids.slice(0, mostCompared).join(',')}`}
        leftSection={<IconArrowsDiff size={16} aria-hidden />}
      >
        Compare {Math.min(ids.length, mostCompared)} {ids.length === 1 ? 'run' : 'runs'}
      </LinkButton>
    </Group>
  );
}

function NoRuns() {
  return (
    <EmptyState
      icon={<IconPlayerPlay size={26} />}
      title="No runs yet"
      action={<LinkButton href="/experiments/new">New ablation</LinkButton>}
    >
      Runs appear here as soon as an ablation is launched.
    </EmptyState>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconSearchOff size={26} />}
      title="No run fits the filter"
      action={<Button onClick={onClear}>Show all runs</Button>}
    >
      Try other words, another status, or all experiments.
    </EmptyState>
  );
}
