import { Group, Progress, Stack, Text } from '@mantine/core';
import { type ProgressState, prepareProgress } from './prepareProgress';

const colors = { active: undefined, done: 'teal', stopped: 'gray' } as const;

/** A bar with what stands behind it in words; `label` names what makes progress. */
export function ProgressLine({ state, label }: { state: ProgressState; label: string }) {
  const { percent, tone, counts, eta } = prepareProgress(state);
  return (
    <Stack gap={6}>
      <Group gap="sm" wrap="nowrap">
        <Progress.Root size={8} style={{ flex: 1 }}>
          <Progress.Section value={percent} color={colors[tone]} aria-label={`Progress of ${label}`} />
        </Progress.Root>
        <Text size="sm" fw={600} miw={44} ta="right" style={{ whiteSpace: 'nowrap' }}>
          {percent} %
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        {[counts, eta].filter(Boolean).join(' · ')}
      </Text>
    </Stack>
  );
}
