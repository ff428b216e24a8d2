import { ActionIcon, Anchor, Group, Paper, Radio, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CurveSwatch } from '@/app/_components/curves/CurveSwatch';
import { DamagedMark } from '@/app/_components/DamagedMark';
import { StatusBadge } from '@/app/_components/StatusBadge';
import type { ComparedRun } from './prepareScores';
import type { CompareState } from './useCompareState';

type ComparedRunsProps = { runs: ComparedRun[]; baselineId: string; state: CompareState; picker: ReactNode };

/** The runs, their colours, and which of them is the baseline. */
export function ComparedRuns({ runs, baselineId, state, picker }: ComparedRunsProps) {
  return (
    <Paper withBorder p="md">
      <Radio.Group
        label="Runs; the chosen one is the baseline"
        value={baselineId}
        onChange={(baseline) => state.set({ baseline })}
      >
        <Stack gap="xs" mt="sm">
          {runs.map(({ id, name, experiment, status, damaged }, n) => (
            <Group key={id} gap="sm" wrap="nowrap">
              <Radio value={id} aria-label={`${name} is the baseline`} />
              <CurveSwatch n={n} />
              <Group gap="sm" flex={1} miw={0} style={{ rowGap: 0 }}>
                <Anchor component={Link} href={`/runs/${id}`} size="sm" fw={550}>
                  {name}
                </Anchor>
                <Text size="sm" c="dimmed">
                  {experiment.name}
                </Text>
              </Group>
              {damaged ? <DamagedMark /> : null}
              <StatusBadge status={status} />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${name} from the comparison`}
                onClick={() => state.remove(id)}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          {picker}
        </Stack>
      </Radio.Group>
    </Paper>
  );
}
