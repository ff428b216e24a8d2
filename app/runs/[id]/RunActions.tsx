'use client';

import { Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsDiff, IconCopy, IconDots, IconPlayerStop, IconRefresh, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { runStatuses } from '@/domain/runStatus';
import type { Run } from './run';
import { useRunActions } from './useRunActions';

/** Cancel or retry first; the rest in a menu. */
export function RunActions({ run }: { run: Run }) {
  const { cancel, retry, remove } = useRunActions(run);
  const [asking, ask] = useDisclosure();
  const { active } = runStatuses[run.status];
  const retryable = run.status === 'FAILED' || run.status === 'CANCELLED';
  const compared = [run.id, ...(run.baseRun ? [run.baseRun.id] : [])].join(',');
  return (
    <>
      {active ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          disabled={run.cancelRequestedAt !== null}
          onClick={ask.open}
        >
          Cancel run
        </Button>
      ) : null}
      {retryable ? (
        <Button
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={retry.isPending}
          onClick={() => retry.mutate({ id: run.id })}
        >
          Retry
        </Button>
      ) : null}
      <Menu position="bottom-end" shadow="md" width={250}>
        <Menu.Target>
          <Button variant="default" px="sm" aria-label="More actions">
            <IconDots size={18} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            href={`/experiments/new?from=${run.experiment.id}&run=${run.id}`}
            leftSection={<IconCopy size={16} aria-hidden />}
          >
            Clone with edits
          </Menu.Item>
          <Menu.Item
            component={Link}
            href={`/compare?runs=${compared}`}
            leftSection={<IconArrowsDiff size={16} aria-hidden />}
          >
            {run.baseRun ? 'Compare with its base' : 'Compare'}
          </Menu.Item>
          {retryable ? (
            <Menu.Item
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => retry.mutate({ id: run.id, fromStart: true })}
            >
              Retry from the start
            </Menu.Item>
          ) : null}
          {run.deletedAt === null ? (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => remove.mutate({ id: run.id })}
            >
              Delete
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={ask.close} title="Cancel this run?" centered>
        <Stack gap="md">
          <Text size="sm">
            {run.name} stops at its next step. What it has written stays, and it can be retried from its last
            checkpoint.
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={ask.close}>
              Keep running
            </Button>
            <Button
              color="red"
              loading={cancel.isPending}
              onClick={() => cancel.mutate({ id: run.id }, { onSettled: ask.close })}
            >
              Cancel run
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
