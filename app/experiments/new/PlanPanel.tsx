'use client';

import { Alert, Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconRocket } from '@tabler/icons-react';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { failureText } from '@/app/_components/failureText';
import { useTRPC } from '@/app/_trpc/client';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import classes from './ExperimentForm.module.css';
import { MemoryWarning } from './MemoryWarning';
import { PlanLines } from './PlanLines';

/** What launching would do, kept up to date with the form; holds the button that does it. `spec` is null while a field is wrong. */
export function PlanPanel({ spec, launching }: { spec: ExperimentSpec | null; launching: boolean }) {
  const trpc = useTRPC();
  const text = spec ? JSON.stringify(spec) : null;
  const [settled] = useDebouncedValue(text, 300);
  const input = settled === null ? skipToken : (JSON.parse(settled) as ExperimentSpec);
  const plan = useQuery(trpc.experiment.plan.queryOptions(input, { placeholderData: keepPreviousData }));
  return (
    <Paper
      component="aside"
      withBorder
      p={{ base: 'md', sm: 'lg' }}
      radius="md"
      className={classes.plan}
      aria-label="Plan"
    >
      <Stack gap="md">
        <Title order={2} size="h4">
          What will be launched
        </Title>
        <div aria-live="polite" aria-busy={plan.isFetching} style={{ opacity: spec === null ? 0.55 : 1 }}>
          {plan.data ? <PlanLines plan={plan.data} /> : plan.error ? null : <Waiting complete={spec !== null} />}
          {plan.data ? <MemoryWarning memory={plan.data.memory} /> : null}
          {plan.error ? (
            <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title="No estimate">
              {failureText(plan.error)}
            </Alert>
          ) : null}
        </div>
        <Button
          type="submit"
          size="md"
          fullWidth
          loading={launching}
          leftSection={<IconRocket size={18} aria-hidden />}
        >
          Launch
        </Button>
        {spec === null ? (
          <Text size="sm" c="dimmed">
            A field still needs an answer; Launch shows which.
          </Text>
        ) : null}
      </Stack>
    </Paper>
  );
}

function Waiting({ complete }: { complete: boolean }) {
  if (!complete) return <Text size="sm">The plan appears as soon as the form is complete.</Text>;
  return (
    <Stack gap="sm">
      <Skeleton h={44} />
      <Skeleton h={44} />
      <Skeleton h={44} />
    </Stack>
  );
}
