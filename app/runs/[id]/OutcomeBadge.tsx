import {
  IconBan,
  IconCircleCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconX,
} from '@tabler/icons-react';
import { IconBadge } from '@/app/_components/IconBadge';
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
  const { label, ...look } = outcome === null ? atWork : looks[outcome];
  return <IconBadge {...look}>{label}</IconBadge>;
}
