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
import { IconBadge } from './IconBadge';

const looks = {
  BLOCKED: { icon: IconHourglass, color: 'grape' },
  QUEUED: { icon: IconClock, color: 'gray' },
  CLAIMED: { icon: IconLoader2, color: 'blue' },
  RUNNING: { icon: IconPlayerPlay, color: 'blue' },
  SUCCEEDED: { icon: IconCircleCheck, color: 'teal' },
  FAILED: { icon: IconX, color: 'red' },
  CANCELLED: { icon: IconBan, color: 'gray' },
} as const satisfies Record<RunStatus, unknown>;

/** Status of a run. */
export function StatusBadge({ status, size }: { status: RunStatus; size?: 'sm' | 'md' | 'lg' }) {
  return (
    <IconBadge {...looks[status]} size={size}>
      {runStatuses[status].label}
    </IconBadge>
  );
}
