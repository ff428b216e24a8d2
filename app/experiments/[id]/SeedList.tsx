'use client';

import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import Link from 'next/link';
import { formatScore, formatScoreDelta } from '@/app/_components/formatScore';
import { StatusBadge } from '@/app/_components/StatusBadge';
import type { SeedResult, TableCell } from '@/domain/table2/table2';
import { PendingText } from './PendingText';
import { prepareCell } from './prepareCell';
import classes from './SeedList.module.css';
import { useExperimentActions } from './useExperimentActions';

/** The seeds behind a cell: run, score, difference to the base of the same seed, or why there is none. */
export function SeedList({ experimentId, cell }: { experimentId: string; cell: TableCell }) {
  const { addCell } = useExperimentActions();
  const { variant, fusion, seeds } = cell;
  const { action } = prepareCell(cell);
  return (
    <Stack gap="xs" component="section" aria-labelledby="seeds">
      <Title order={3} size="h5" id="seeds">
        {seeds.length === 1 ? 'Run' : 'Runs by seed'}
      </Title>
      <ul className={classes.list}>
        {seeds.map((result) => (
          <SeedItem key={result.seed} result={result} cell={cell} experimentId={experimentId} />
        ))}
      </ul>
      {action ? (
        <Button
          variant="light"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={addCell.isPending}
          onClick={() => addCell.mutate({ id: experimentId, cell: { variant, fusion } })}
        >
          {action === 'run' ? 'Run what is missing' : 'Retry what failed'}
        </Button>
      ) : null}
    </Stack>
  );
}

type SeedItemProps = { experimentId: string; result: SeedResult; cell: TableCell };

function SeedItem({ experimentId, result, cell }: SeedItemProps) {
  const { seed, run, evaluation, difference } = result;
  const [line] = prepareCell({ ...cell, score: null, seeds: [result] }).pending;
  const videos = `/experiments/${experimentId}/videos?variant=${cell.variant}&fusion=${cell.fusion}&seed=${seed}`;
  return (
    <li className={classes.item}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        {run ? (
          <Anchor component={Link} href={`/runs/${run.id}`} size="sm" className={classes.name}>
            {run.foreign ? `${run.name}, of another experiment` : run.name}
          </Anchor>
        ) : (
          <Text size="sm">Seed {seed}: not run</Text>
        )}
        {run ? <StatusBadge status={run.status} size="sm" /> : null}
      </Group>
      {evaluation ? (
        <Group gap="sm">
          <Text size="sm" fw={600}>
            {Number.isNaN(evaluation.map)
              ? 'mAP undefined: no class has a positive'
              : `mAP ${formatScore(evaluation.map)}`}
          </Text>
          {difference === null ? null : (
            <Text size="sm" c="dimmed">
              {formatScoreDelta(difference)} points
            </Text>
          )}
          <Anchor component={Link} href={videos} size="sm">
            videos
          </Anchor>
          <Anchor href={`/api/evaluations/${evaluation.id}/submission`} download size="sm">
            submission file
          </Anchor>
        </Group>
      ) : null}
      {line?.percent != null ? <PendingText line={line} /> : null}
      {line?.reason ? (
        <Text size="sm" className={classes.reason}>
          {line.reason}
        </Text>
      ) : null}
    </li>
  );
}
