import { Anchor, Text, Tooltip } from '@mantine/core';
import Link from 'next/link';
import { configText } from '@/app/_components/configText';
import { formatMetricNumber } from '@/app/_components/formatMetric';
import { MiddleCut } from '@/app/_components/MiddleCut';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { RunProgress } from '@/app/_components/RunProgress';
import { StatusBadge } from '@/app/_components/StatusBadge';
import table from '@/app/_components/table.module.css';
import { flattenConfig } from '@/domain/flattenConfig';
import { parseRunSortKey } from '@/domain/runTable';
import { formatDuration } from '@/domain/text/formatDuration';
import { RunScore } from './RunScore';
import type { RunItem } from './runItem';

/** One cell of the run table. */
export function RunCell({ run, column }: { run: RunItem; column: string }) {
  switch (column) {
    case 'experiment':
      return (
        <Anchor component={Link} href={`/experiments/${run.experiment.id}`} size="sm" c="inherit">
          <MiddleCut text={run.experiment.name} className={table.name} />
        </Anchor>
      );
    case 'status':
      return <RunState run={run} />;
    case 'rows':
      return <ConfigCell run={run} path="evaluations" />;
    case 'fusion':
      return <ConfigCell run={run} path="training.fusion" />;
    case 'seed':
      return run.seed;
    case 'progress':
      return <RunProgress run={run} />;
    case 'loss':
      return formatMetricNumber('loss', lastOf(run, 'train', 'loss') ?? null);
    case 'mAP':
      return <RunScore run={run} />;
    case 'duration':
      return formatDuration(run.durationSeconds);
    case 'started':
      return run.startedAt ? <RelativeTime date={run.startedAt} /> : '–';
    case 'created':
      return <RelativeTime date={run.createdAt} />;
    default: {
      const key = parseRunSortKey(column);
      if (key?.kind === 'config') return <ConfigCell run={run} path={key.path} />;
      return key?.kind === 'metric' ? formatMetricNumber(key.key, lastOf(run, key.split, key.key)) : null;
    }
  }
}

function RunState({ run }: { run: RunItem }) {
  const badge = <StatusBadge status={run.status} />;
  if (run.statusMessage === null) return badge;
  return (
    <Tooltip label={run.statusMessage} multiline maw={360} withArrow>
      <span>{badge}</span>
    </Tooltip>
  );
}

function ConfigCell({ run, path }: { run: RunItem; path: string }) {
  const value = flattenConfig(run.config).find((entry) => entry.path === path)?.value;
  return (
    <Text size="sm" maw={220} truncate title={configText(path, value)}>
      {configText(path, value)}
    </Text>
  );
}

function lastOf(run: RunItem, split: string, key: string): number | undefined {
  return run.metricLatest.find((metric) => metric.split === split && metric.key === key)?.last;
}
