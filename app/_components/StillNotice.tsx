import { Alert } from '@mantine/core';
import { IconHourglassEmpty } from '@tabler/icons-react';
import { stillWords } from '@/domain/standingStill';
import { formatDuration } from '@/domain/text/formatDuration';

type StillNoticeProps = {
  /** Null: it gets on. */
  since: Date | null;
  message: string | null;
  /** Milliseconds by the clock of the database. */
  now: number;
};

/** A process that gives no sign of life, or waits for room on a disk: for how long, why, and what becomes of it. */
export function StillNotice({ since, message, now }: StillNoticeProps) {
  if (since === null) return null;
  return (
    <Alert color="orange" icon={<IconHourglassEmpty aria-hidden />} title={stillText({ since, message, now })}>
      {message}
    </Alert>
  );
}

/** `No sign of life for 1 min 12 s` */
export function stillText({ since, message, now }: { since: Date; message: string | null; now: number }): string {
  return `${stillWords(message)} for ${formatDuration(Math.max(1, Math.round((now - since.getTime()) / 1000)))}`;
}
