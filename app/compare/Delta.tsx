import { Group, Text } from '@mantine/core';

const colors = {
  better: 'var(--mantine-color-success)',
  worse: 'var(--mantine-color-error)',
  same: undefined,
} as const;

/** A value with its difference to the baseline behind it. */
export function Delta({
  text,
  delta,
  tone,
}: {
  text: string;
  delta: string | null;
  tone: 'better' | 'worse' | 'same';
}) {
  return (
    <Group gap={8} justify="flex-end" wrap="nowrap">
      <Text size="sm" span>
        {text}
      </Text>
      {delta === null ? null : (
        <Text size="xs" fw={600} span c={colors[tone] ?? 'dimmed'}>
          {delta}
        </Text>
      )}
    </Group>
  );
}
