import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconHeartbeat } from '@tabler/icons-react';
import { formatDuration } from '@/domain/text/formatDuration';

/** Workers renew every 5 s; after three missed ones somebody should look. */
const staleSeconds = 15;

/** How long ago a worker gave a sign of life, with a warning when that is too long. */
export function HeartbeatAge({ at, now }: { at: Date; now: number }) {
  const seconds = Math.max(0, Math.floor((now - at.getTime()) / 1000));
  const stale = seconds > staleSeconds;
  const Icon = stale ? IconAlertTriangle : IconHeartbeat;
  return (
    <Group gap={6} wrap="nowrap" component="span" c={stale ? 'var(--mantine-color-error)' : undefined}>
      <Icon size={15} stroke={1.75} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" span suppressHydrationWarning>
        {seconds < 1 ? 'just now' : `${seconds < 10 ? `${seconds} s` : formatDuration(seconds)} ago`}
        {stale ? ', overdue' : ''}
      </Text>
    </Group>
  );
}
