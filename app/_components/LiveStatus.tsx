'use client';

import { Group, Text, Tooltip } from '@mantine/core';
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useLive } from './useLive';

const texts = {
  live: { label: 'Live', hint: 'Changes appear by themselves.' },
  connecting: { label: 'Connecting', hint: 'Waiting for the server; the page may be behind.' },
  paused: { label: 'Paused', hint: 'The tab is hidden; it catches up when it is shown.' },
  offline: { label: 'Offline', hint: 'The server does not answer. Is it still running?' },
} as const;

/** Whether this page follows the database; owns the one live connection of the tab. */
export function LiveStatus() {
  const state = useLive();
  const { label, hint } = texts[state];
  const Icon = state === 'live' || state === 'paused' ? IconPlugConnected : IconPlugConnectedX;
  return (
    <Tooltip label={hint} withArrow>
      <Group gap={6} wrap="nowrap" role="status" c="dimmed">
        <Icon size={16} stroke={1.75} aria-hidden />
        <Text size="xs" visibleFrom="xs" span>
          {label}
        </Text>
      </Group>
    </Tooltip>
  );
}
