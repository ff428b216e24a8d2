import { IconBan, IconCircleCheck, IconClock, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { type JobStatus, jobStatuses } from '@/domain/jobs';
import { IconBadge } from './IconBadge';

const looks = {
  QUEUED: { icon: IconClock, color: 'gray' },
  RUNNING: { icon: IconPlayerPlay, color: 'blue' },
  SUCCEEDED: { icon: IconCircleCheck, color: 'teal' },
  FAILED: { icon: IconX, color: 'red' },
  CANCELLED: { icon: IconBan, color: 'gray' },
} as const satisfies Record<JobStatus, unknown>;

/** Status of a job. */
export function JobBadge({ status }: { status: JobStatus }) {
  return <IconBadge {...looks[status]}>{jobStatuses[status].label}</IconBadge>;
}
