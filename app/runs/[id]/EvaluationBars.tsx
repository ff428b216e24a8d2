'use client';

import { Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { configText } from '@/app/_components/configText';
import { formatScore } from '@/app/_components/formatScore';
import { OracleMark } from '@/app/_components/OracleMark';
import { useTRPC } from '@/app/_trpc/client';

/** mAP of every evaluation of a run, as bars; nothing before the first. */
export function EvaluationBars({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.run.evaluations.queryOptions({ id: runId }));
  if (data.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label="mAP by evaluation">
      <Stack gap="sm">
        <Title order={2} size="h5">
          mAP by evaluation
        </Title>
        {data.map(({ id, variant, map, oracle, checkpointStep }) => (
          <Stack key={id} gap={4}>
            <Group justify="space-between" gap="xs">
              <Text size="sm">
                {configText('variant', variant)}
                {oracle ? <OracleMark /> : null}
                <Text span size="xs" c="dimmed" ml={8}>
                  at step {checkpointStep.toLocaleString('en-GB')}
                </Text>
              </Text>
              <Text size="sm" fw={600}>
                {formatScore(map)}
              </Text>
            </Group>
            <Progress.Root size={8}>
              <Progress.Section
                value={Number.isNaN(map) ? 0 : map * 100}
                color={oracle ? 'gray' : undefined}
                aria-label={`mAP of ${configText('variant', variant)}`}
              />
            </Progress.Root>
          </Stack>
        ))}
      </Stack>
    </Paper>
  );
}
