import { Group, Text } from '@mantine/core';
import { CurveSwatch } from './CurveSwatch';
import classes from './curves.module.css';
import type { CurveLine } from './prepareCurves';

/** Which curve is which. */
export function CurveLegend({ lines }: { lines: CurveLine[] }) {
  return (
    <Group gap="md" className={classes.chart} component="ul" m={0} p={0} style={{ listStyle: 'none', rowGap: 4 }}>
      {lines.map(({ id, label, n }) => (
        <Group key={id} gap={6} wrap="nowrap" component="li">
          <CurveSwatch n={n} />
          <Text size="xs">{label}</Text>
        </Group>
      ))}
    </Group>
  );
}
