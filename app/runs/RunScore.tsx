import { Anchor, Stack, Text, Tooltip } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import Link from 'next/link';
import { configText } from '@/app/_components/configText';
import { formatScore } from '@/app/_components/formatScore';
import type { RunItem } from './runItem';

/** mAP of a run, leading to its evaluations. Where only oracle evaluations are there it says so. */
export function RunScore({ run }: { run: RunItem }) {
  if (run.map === null) return '–';
  const oracle = run.evaluations.every((evaluation) => evaluation.oracle);
  const each = run.evaluations.map(({ id, variant, map, oracle: reads }) => (
    <Text key={id} size="xs">
      {configText('variant', variant)}: {formatScore(map)}
      {reads ? ' (oracle: reads ground truth)' : ''}
    </Text>
  ));
  return (
    <Tooltip label={<Stack gap={0}>{each}</Stack>} multiline withArrow>
      <Anchor
        component={Link}
        href={`/runs/${run.id}?tab=evaluations`}
        size="sm"
        fw={600}
        aria-label={`mAP of ${run.name}: ${formatScore(run.map)}${oracle ? ', oracle' : ''}`}
      >
        {oracle ? <IconEye size={14} aria-hidden style={{ verticalAlign: '-2px', marginRight: 4 }} /> : null}
        {formatScore(run.map)}
      </Anchor>
    </Tooltip>
  );
}
