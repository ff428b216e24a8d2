'use client';

import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { PageContent } from '@/app/_components/PageContent';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { CellDrawer } from './CellDrawer';
import { ChartPanel } from './ChartPanel';
import { DamagedRuns } from './DamagedRuns';
import { DeletedNotice } from './DeletedNotice';
import { DiskPanel } from './DiskPanel';
import { ExperimentActions } from './ExperimentActions';
import { NotesPanel } from './NotesPanel';
import { ProgressPanel } from './ProgressPanel';
import { SetupPanel } from './SetupPanel';
import { SummaryPanel } from './SummaryPanel';
import { Table1Panel } from './Table1Panel';
import { TablePanel } from './TablePanel';
import { useTable } from './useTable';

/** One experiment: its live Table 2, and everything that a number in it needs to be understood. */
export function ExperimentPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const experiment = useQuery(trpc.experiment.byId.queryOptions({ id }));
  const table = useTable(id);
  return (
    <PageContent
      title={experiment.data?.name ?? 'Experiment'}
      trail={<Trail items={[{ href: '/', label: 'Experiments' }]} />}
      lead={
        experiment.data ? (
          <>
            Launched <RelativeTime date={experiment.data.createdAt} />
          </>
        ) : null
      }
      actions={experiment.data ? <ExperimentActions experiment={experiment.data} /> : null}
    >
      <DataPanel query={experiment} what="this experiment" skeleton={<Skeleton h={80} radius="md" />}>
        {(data) => (
          <Stack gap="lg">
            {data.deletedAt ? <DeletedNotice id={id} deletedAt={data.deletedAt} /> : null}
            <DamagedRuns runs={data.damagedRuns} />
            <ProgressPanel experiment={data} />
            <DataPanel query={table} what="the table" skeleton={<Skeleton h={520} radius="md" />}>
              {(rows) => (
                <>
                  <TablePanel experiment={data} table={rows} />
                  <Table1Panel experiment={data} />
                  <ChartPanel table={rows} />
                  <CellDrawer experiment={data} table={rows} />
                </>
              )}
            </DataPanel>
            <SummaryPanel experiment={data} />
            <SetupPanel lines={data.setup} />
            <DiskPanel experimentId={id} />
            <NotesPanel key={id} id={id} saved={data.notes} />
          </Stack>
        )}
      </DataPanel>
    </PageContent>
  );
}
