import { Group, Stack, Text } from '@mantine/core';
import { formatScoreDelta } from '@/app/_components/formatScore';
import type { Outputs } from '@/app/_trpc/outputs';
import { fusions } from '@/domain/fusions';

type Best = Outputs['experiment']['list']['items'][number]['best'];

/** The best row that reads no ground truth, with its difference to Base. */
export function BestRow({ best }: { best: Best }) {
  if (best === null) {
    return (
      <Text size="sm" c="dimmed">
        no score yet
      </Text>
    );
  }
  const { mean, std, n } = best.score;
  return (
    <Stack gap={2}>
      <Group gap={6} align="baseline">
        <Text fw={650}>{(mean * 100).toFixed(1)} %</Text>
        {std === null ? null : (
          <Text size="sm" c="dimmed">
            ± {(std * 100).toFixed(1)} (n = {n})
          </Text>
        )}
        {best.difference ? (
          <Text size="sm" c="dimmed">
            {formatScoreDelta(best.difference.mean)} points to Base
          </Text>
        ) : null}
      </Group>
      <Text size="xs" c="dimmed">
        mAP, best row: {best.label}
        {best.variant === 'base' ? '' : `, ${fusions[best.fusion].short}`}
      </Text>
    </Stack>
  );
}
