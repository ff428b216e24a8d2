import { Group, Paper, Stack, Text } from '@mantine/core';
import { CurveSwatch } from './CurveSwatch';
import type { CurveLine, CurveRow } from './prepareCurves';

type CurveTooltipProps = {
  lines: CurveLine[];
  formatValue: (value: number) => string;
  formatStep: (step: number) => string;
  unit: string;
  /** Given by the chart. */
  active?: boolean;
  payload?: readonly { payload?: CurveRow }[];
};

const mostRows = 12;

/** Values of all curves at one step, the largest first. */
export function CurveTooltip({ lines, formatValue, formatStep, unit, active, payload }: CurveTooltipProps) {
  const row = payload?.[0]?.payload;
  if (!active || row === undefined) return null;
  const values = lines
    .flatMap((line) => {
      const value = row[`line${line.n}`];
      return typeof value === 'number' ? [{ ...line, value }] : [];
    })
    .sort((a, b) => b.value - a.value);
  return (
    <Paper withBorder shadow="sm" px="sm" py={6} maw={340}>
      <Stack gap={2}>
        <Text size="xs" c="dimmed">
          {formatStep(row.step)}
        </Text>
        {values.slice(0, mostRows).map(({ id, label, n, value }) => (
          <Group key={id} gap={8} wrap="nowrap" justify="space-between">
            <Group gap={6} wrap="nowrap" miw={0}>
              <CurveSwatch n={n} />
              <Text size="xs" lineClamp={3}>
                {label}
              </Text>
            </Group>
            <Text size="xs" fw={600} style={{ whiteSpace: 'nowrap' }}>
              {formatValue(value)} {unit}
            </Text>
          </Group>
        ))}
        {values.length > mostRows ? (
          <Text size="xs" c="dimmed">
            and {values.length - mostRows} more
          </Text>
        ) : null}
      </Stack>
    </Paper>
  );
}
