import { Stack, Text } from '@mantine/core';
import type { Outputs } from '@/app/_trpc/outputs';
import classes from './PlanLines.module.css';
import { preparePlan } from './preparePlan';

/** The plan as a list of terms. */
export function PlanLines({ plan }: { plan: Outputs['experiment']['plan'] }) {
  return (
    <Stack component="dl" gap="sm" m={0}>
      {preparePlan(plan).map(({ term, text, hint }) => (
        <div key={term} className={classes.line}>
          <Text component="dt" size="sm" c="dimmed">
            {term}
          </Text>
          <Text component="dd" m={0} fw={650}>
            {text}
          </Text>
          {hint ? (
            <Text component="dd" m={0} size="xs" c="dimmed" className={classes.hint}>
              {hint}
            </Text>
          ) : null}
        </div>
      ))}
    </Stack>
  );
}
