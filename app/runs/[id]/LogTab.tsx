'use client';

import { Button, Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconFileText, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { debounce, useQueryStates } from 'nuqs';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { useTRPC } from '@/app/_trpc/client';
import { type LogLevel, logLevels } from '@/domain/logLevels';
import { nextPage } from '@/domain/page';
import { runStatuses } from '@/domain/runStatus';
import { LogLines } from './LogLines';
import type { Run } from './run';
import { runParams } from './runParams';

const levelNames = { info: 'Info', warn: 'Warnings', error: 'Errors' } as const satisfies Record<LogLevel, string>;

/** The log from its end, following the run; search, levels, and the whole of it as a file. */
export function LogTab({ run }: { run: Run }) {
  const trpc = useTRPC();
  const [{ search, levels }, setParams] = useQueryStates({ search: runParams.search, levels: runParams.levels });
  const query = useInfiniteQuery({
    ...trpc.run.log.infiniteQueryOptions({ id: run.id, search, levels }, nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered = search !== '' || levels.length > 0;
  return (
    <Stack gap="md">
      <Group gap="md" align="flex-end" justify="space-between">
        <Group gap="md" align="flex-end">
          <TextInput
            label="Search the log"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            maxLength={200}
            onChange={(event) => setParams({ search: event.currentTarget.value }, { limitUrlUpdates: debounce(300) })}
            w={{ base: '100%', sm: 280 }}
          />
          <Chip.Group
            multiple
            value={levels}
            onChange={(chosen) => setParams({ levels: logLevels.filter((level) => chosen.includes(level)) })}
          >
            <Group gap={6} role="group" aria-label="Levels" mih={36}>
              {logLevels.map((level) => (
                <Chip key={level} value={level} size="xs" variant="light">
                  {levelNames[level]}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Group>
        <Button
          component="a"
          href={`/api/runs/${run.id}/log`}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          Download
        </Button>
      </Group>
      <DataPanel
        query={query}
        what="the log"
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={filtered ? <NothingFound /> : <NoLines />}
      >
        {({ pages }) => (
          <>
            <LogLines
              lines={pages.toReversed().flatMap(({ items }) => items)}
              search={search}
              older={query.hasNextPage ? () => query.fetchNextPage() : null}
              loading={query.isFetchingNextPage}
            />
            <Text size="xs" c="dimmed">
              {runStatuses[run.status].active ? 'Follows the run while you stay at the end.' : 'The run has ended.'}
            </Text>
          </>
        )}
      </DataPanel>
    </Stack>
  );
}

function NoLines() {
  return (
    <EmptyState icon={<IconFileText size={26} />} title="Nothing logged yet">
      Lines appear as soon as a worker takes the run.
    </EmptyState>
  );
}

function NothingFound() {
  return (
    <EmptyState icon={<IconSearchOff size={26} />} title="No line fits">
      Try other words, or all levels.
    </EmptyState>
  );
}
