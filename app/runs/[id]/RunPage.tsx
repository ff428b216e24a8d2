'use client';

import { Skeleton, Stack, Tabs } from '@mantine/core';
import {
  IconAdjustments,
  IconChartBar,
  IconChartLine,
  IconCpu,
  IconDatabaseExport,
  IconFileText,
  IconHistory,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useQueryState } from 'nuqs';
import { DataPanel } from '@/app/_components/DataPanel';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { RunActions } from './RunActions';
import { RunFacts } from './RunFacts';
import { RunNotice } from './RunNotice';
import { RunTabPanel } from './RunTabPanel';
import { RunTasks } from './RunTasks';
import { type RunTab, runParams, runTabs } from './runParams';

const looks = {
  curves: { label: 'Curves', icon: IconChartLine },
  evaluations: { label: 'Evaluations', icon: IconChartBar },
  config: { label: 'Config', icon: IconAdjustments },
  log: { label: 'Log', icon: IconFileText },
  attempts: { label: 'Attempts', icon: IconHistory },
  system: { label: 'System', icon: IconCpu },
  checkpoints: { label: 'Checkpoints', icon: IconDatabaseExport },
} as const satisfies Record<RunTab, unknown>;

/** Everything about one training. */
export function RunPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.run.byId.queryOptions({ id }));
  const [tab, setTab] = useQueryState('tab', runParams.tab.withOptions({ history: 'push' }));
  return (
    <DataPanel query={query} what="this run" skeleton={<Skeleton h={240} m="xl" />}>
      {(run) => (
        <PageContent
          title={run.name}
          trail={
            <Trail
              items={[
                { href: '/runs', label: 'Runs' },
                { href: `/experiments/${run.experiment.id}`, label: run.experiment.name },
              ]}
            />
          }
          actions={<RunActions run={run} />}
        >
          <Stack gap="lg">
            <RunNotice run={run} updatedAt={query.dataUpdatedAt} />
            <RunFacts run={run} updatedAt={query.dataUpdatedAt} />
            <RunTasks run={run} updatedAt={query.dataUpdatedAt} />
            <Tabs
              value={tab}
              onChange={(value) => setTab(runTabs.find((id) => id === value) ?? null)}
              keepMounted={false}
            >
              <Tabs.List aria-label="Parts of the run">
                {runTabs.map((value) => {
                  const { label, icon: Icon } = looks[value];
                  return (
                    <Tabs.Tab key={value} value={value} leftSection={<Icon size={16} stroke={1.75} aria-hidden />}>
                      {label}
                    </Tabs.Tab>
                  );
                })}
              </Tabs.List>
              <Tabs.Panel value={tab} pt="lg">
                <RunTabPanel tab={tab} run={run} updatedAt={query.dataUpdatedAt} />
              </Tabs.Panel>
            </Tabs>
          </Stack>
        </PageContent>
      )}
    </DataPanel>
  );
}
