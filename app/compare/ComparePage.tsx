'use client';

import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowsDiff } from '@tabler/icons-react';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import curves from '@/app/_components/curves/curves.module.css';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { LinkButton } from '@/app/_components/LinkButton';
import { PageContent } from '@/app/_components/PageContent';
import { useTRPC } from '@/app/_trpc/client';
import { AgainstSection } from './AgainstSection';
import { ComparedRuns } from './ComparedRuns';
import { ConfigSection } from './ConfigSection';
import { CurveSection } from './CurveSection';
import { MetricSection } from './MetricSection';
import { mixesProtocols } from './prepareScores';
import { RunPicker } from './RunPicker';
import { ScoreSection } from './ScoreSection';
import { useCompareState } from './useCompareState';

/** Runs side by side: scores, curves, classes, videos, configs. */
export function ComparePage() {
  const trpc = useTRPC();
  const state = useCompareState();
  const { runIds, params } = state;
  const query = useQuery({
    ...trpc.compare.byRuns.queryOptions(runIds.length === 0 ? skipToken : { runIds }),
    placeholderData: keepPreviousData,
  });
  const picker = <RunPicker chosen={runIds} onPick={state.add} />;
  if (runIds.length === 0) {
    return (
      <PageContent title="Compare runs">
        <EmptyState
          icon={<IconArrowsDiff size={26} />}
          title="Choose runs to compare"
          action={<LinkButton href="/runs">Choose in the table of runs</LinkButton>}
        >
          <Stack align="center" gap="md">
            Two runs or more: their scores, curves and configs are laid side by side.
            {picker}
          </Stack>
        </EmptyState>
      </PageContent>
    );
  }
  return (
    <PageContent title="Compare runs" lead="Differences are this run minus the baseline.">
      <DataPanel query={query} what="these runs" skeleton={<Skeleton h={480} />}>
        {(runs) => {
          const baseline = runs.find(({ id }) => id === params.baseline) ?? runs[0];
          if (baseline === undefined) return <NoneLeft />;
          return (
            <Stack gap="xl" className={curves.chart}>
              <Gone count={runIds.length - runs.length} />
              <ComparedRuns runs={runs} baselineId={baseline.id} state={state} picker={picker} />
              {mixesProtocols(runs) ? (
                <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="Not the same protocol">
                  These scores come from different protocols or classes; a difference between them says little.
                </Alert>
              ) : null}
              <ScoreSection runs={runs} baselineId={baseline.id} />
              <CurveSection runs={runs} state={state} />
              <AgainstSection runs={runs} baseline={baseline} state={state} />
              <MetricSection runs={runs} baselineId={baseline.id} />
              <ConfigSection runs={runs} baselineId={baseline.id} state={state} />
            </Stack>
          );
        }}
      </DataPanel>
    </PageContent>
  );
}

/** Runs that the address names and nobody finds. */
function Gone({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {count === 1 ? 'One run of this address does' : `${count} runs of this address do`} not exist any more and{' '}
      {count === 1 ? 'is' : 'are'} left out.
    </Text>
  );
}

function NoneLeft() {
  return (
    <EmptyState
      icon={<IconArrowsDiff size={26} />}
      title="None of these runs exists any more"
      action={<LinkButton href="/runs">Choose in the table of runs</LinkButton>}
    >
      They were deleted, or the address is incomplete.
    </EmptyState>
  );
}
