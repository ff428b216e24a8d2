import { Badge } from '@mantine/core';
import {
  IconBan,
  IconCircleCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconX,
} from '@tabler/icons-react';
import type { AttemptOutcome } from '@/domain/runStatus';

const looks = {
  SUCCEEDED: { icon: IconCircleCheck, color: 'teal', label: 'finished' },
  FAILED: { icon: IconX, color: 'red', label: 'failed' },
  CANCELLED: { icon: IconBan, color: 'gray', label: 'cancelled' },
  LOST: { icon: IconPlugConnectedX, color: 'orange', label: 'lost' },
  PREEMPTED: { icon: IconPlayerPause, color: 'gray', label: 'pre-empted' },
} as const satisfies Record<AttemptOutcome, unknown>;
const atWork = { icon: IconPlayerPlay, color: 'blue', label: 'at work' } as const;

/** How an attempt ended; null = it goes on. */
export function OutcomeBadge({ outcome }: { outcome: AttemptOutcome | null }) {
  const { icon: Icon, color, label } = outcome === null ? atWork : looks[outcome];
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      fw={550}
      c="var(--mantine-color-text)"
      miw="max-content"
      leftSection={<Icon size={13} stroke={2} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />}
    >
      {label}
    </Badge>
  );
}
