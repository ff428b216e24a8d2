import { Badge } from '@mantine/core';
import { IconBan, IconCircleCheck, IconClock, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { type JobStatus, jobStatuses } from '@/domain/jobs';

const looks = {
  QUEUED: { icon: IconClock, color: 'gray' },
  RUNNING: { icon: IconPlayerPlay, color: 'blue' },
  SUCCEEDED: { icon: IconCircleCheck, color: 'teal' },
  FAILED: { icon: IconX, color: 'red' },
  CANCELLED: { icon: IconBan, color: 'gray' },
} as const satisfies Record<JobStatus, unknown>;

/** Status of a job: told by icon and word, the colour only helps. */
export function JobBadge({ status }: { status: JobStatus }) {
  const { icon: Icon, color } = looks[status];
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      fw={550}
      c="var(--mantine-color-text)"
      leftSection={<Icon size={13} stroke={2} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />}
      miw="max-content"
    >
      {jobStatuses[status].label}
    </Badge>
  );
}
