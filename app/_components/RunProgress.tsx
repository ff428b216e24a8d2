import { Group, Progress, Stack, Text } from '@mantine/core';
import type { RunPhase, RunStatus } from '@/domain/runStatus';
import { formatDuration } from './formatDuration';

type RunProgressProps = {
  /** `phase` and `etaSeconds` are known while the run is at work. */
  run: { name: string; status: RunStatus; progress: number; etaSeconds: number | null; phase?: string | null };
  /** Put the phase in words beside the percentage. */
  detailed?: boolean;
};

const phases: Record<RunPhase, string> = {
  starting: 'starting',
  preparing_data: 'preparing data',
  training: 'training',
  evaluating: 'evaluating',
  saving: 'saving',
};

/** How far a run is, evaluations included, and how long it will take; a dash before it has begun. */
export function RunProgress({ run, detailed = false }: RunProgressProps) {
  const { status, progress, etaSeconds, phase } = run;
  const active = status === 'RUNNING' || status === 'CLAIMED';
  if (!active && progress === 0) return '–';
  if (status === 'SUCCEEDED') return '100 %';
  const percent = Math.floor(progress * 100);
  const eta = active && etaSeconds !== null ? `${formatDuration(etaSeconds)} left` : null;
  const words = detailed && active ? (Object.entries(phases).find(([id]) => id === phase)?.[1] ?? null) : null;
  return (
    <Stack gap={4} miw={120}>
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
    </Stack>
  );
}
