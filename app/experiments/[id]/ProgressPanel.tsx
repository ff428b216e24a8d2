'use client';

import { Button, Group, Paper } from '@mantine/core';
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { ProgressLine } from '@/app/_components/ProgressLine';
import type { Outputs } from '@/app/_trpc/outputs';
import classes from './ProgressPanel.module.css';
import { useExperimentActions } from './useExperimentActions';

/** How far all runs are together, and what can be done about them. */
export function ProgressPanel({ experiment }: { experiment: Outputs['experiment']['byId'] }) {
  const { id, name, state } = experiment;
  const { cancel, retry } = useExperimentActions();
  const { runs } = state;
  const active = runs.BLOCKED + runs.QUEUED + runs.CLAIMED + runs.RUNNING;
  const lost = runs.FAILED + runs.CANCELLED;
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label="Progress" className={classes.panel}>
      <div className={classes.line}>
        <ProgressLine state={state} label={name} />
      </div>
      {active + lost > 0 ? (
        <Group gap="xs">
          {lost > 0 ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              loading={retry.isPending}
              onClick={() => retry.mutate({ id })}
            >
              Retry {lostText(runs)}
            </Button>
          ) : null}
          {active > 0 ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              loading={cancel.isPending}
              onClick={() => cancel.mutate({ id })}
            >
              Cancel all
            </Button>
          ) : null}
        </Group>
      ) : null}
    </Paper>
  );
}

function lostText({ FAILED: failed, CANCELLED: cancelled }: { FAILED: number; CANCELLED: number }): string {
  if (cancelled === 0) return `${failed} failed`;
  return failed === 0 ? `${cancelled} cancelled` : `${failed + cancelled} failed or cancelled`;
}
