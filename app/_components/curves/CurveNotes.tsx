import { Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CurveGap } from './prepareCurves';

type CurveNotesProps = {
  gaps: CurveGap[];
  notPositive: number;
  formatStep: (step: number) => string;
  /** Several runs: say which. */
  named: boolean;
};

const most = 3;

/** What a chart cannot draw, in words. */
export function CurveNotes({ gaps, notPositive, formatStep, named }: CurveNotesProps) {
  const where = gaps.slice(0, most).map(({ label, from, to, points }) => {
    const range = from === to ? formatStep(from) : `${formatStep(from)} to ${formatStep(to)}`;
    return `${named ? `${label}, ` : ''}${range} (${points} ${points === 1 ? 'point' : 'points'})`;
  });
  return (
    <>
      {where.length > 0 ? (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconAlertTriangle
            size={15}
            stroke={2}
            color="var(--mantine-color-error)"
            aria-hidden
            style={{ flex: 'none' }}
          />
          <Text size="xs">
            NaN or infinite at {where.join('; ')}
            {gaps.length > most ? ` and ${gaps.length - most} more places` : ''}.
          </Text>
        </Group>
      ) : null}
      {notPositive > 0 ? (
        <Text size="xs" c="dimmed">
          {notPositive} {notPositive === 1 ? 'value is' : 'values are'} zero or negative and cannot stand on a
          logarithmic axis.
        </Text>
      ) : null}
    </>
  );
}
