import { Badge } from '@mantine/core';
import {
  IconBan,
  IconCircleCheck,
  IconClock,
  IconHourglass,
  IconLoader2,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react';
import { type RunStatus, runStatuses } from '@/domain/runStatus';

const looks = {
  BLOCKED: { icon: IconHourglass, color: 'grape' },
  QUEUED: { icon: IconClock, color: 'gray' },
  CLAIMED: { icon: IconLoader2, color: 'blue' },
  RUNNING: { icon: IconPlayerPlay, color: 'blue' },
  SUCCEEDED: { icon: IconCircleCheck, color: 'teal' },
  FAILED: { icon: IconX, color: 'red' },
  CANCELLED: { icon: IconBan, color: 'gray' },
} as const satisfies Record<RunStatus, unknown>;

/** Status of a run: told by icon and word, the colour only helps. */
export function StatusBadge({ status, size = 'md' }: { status: RunStatus; size?: 'sm' | 'md' | 'lg' }) {
  const { icon: Icon, color } = looks[status];
  return (
    <Badge
      variant="light"
      color={color}
      size={size}
      tt="none"
      fw={550}
      c="var(--mantine-color-text)"
      leftSection={<Icon size={13} stroke={2} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />}
      miw="max-content"
    >
      {runStatuses[status].label}
    </Badge>
  );
}
