import { Group, Progress, Stack, Text } from '@mantine/core';
import type { RunStatus } from '@/domain/runStatus';
import { formatDuration } from '@/domain/text/formatDuration';
import { phaseCount, phaseText, phaseWords, type RunPhaseState } from './phaseText';

type RunProgressProps = {
  /** `phase` and `etaSeconds` are known while the run is at work. */
  run: RunPhaseState & { name: string; status: RunStatus; progress: number; etaSeconds: number | null };
  /** Put the phase in words beside the percentage, and below it what it counts; otherwise both are a tooltip. */
  detailed?: boolean;
};

/** How far a run is, evaluations included, and how long it will take; a dash before it has begun. */
export function RunProgress({ run, detailed = false }: RunProgressProps) {
  const { status, progress, etaSeconds } = run;
  const active = status === 'RUNNING' || status === 'CLAIMED';
  if (!active && progress === 0) return '–';
  if (status === 'SUCCEEDED') return '100 %';
  const percent = Math.floor(progress * 100);
  const eta = active && etaSeconds !== null ? `${formatDuration(etaSeconds)} left` : null;
  const words = detailed && active ? phaseWords(run) : null;
  const count = detailed && active ? phaseCount(run) : null;
  return (
    <Stack gap={4} miw={120} title={active && !detailed ? (phaseText(run) ?? undefined) : undefined}>
      <Group gap={8} wrap="nowrap" justify="space-between">
        <Text size="sm" span>
          {percent} %{words ? ` · ${words}` : ''}
        </Text>
        {eta ? (
          <Text size="xs" c="dimmed" span style={{ whiteSpace: 'nowrap' }}>
            {eta}
          </Text>
        ) : null}
      </Group>
      <Progress.Root size={5}>
        <Progress.Section
          value={progress * 100}
          color={active ? undefined : 'gray'}
          aria-label={`Progress of ${run.name}`}
          aria-valuetext={`${percent} %`}
        />
      </Progress.Root>
      {count ? (
        <Text size="xs" c="dimmed" span>
          {count}
        </Text>
      ) : null}
    </Stack>
  );
}
