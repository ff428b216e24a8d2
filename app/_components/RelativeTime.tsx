'use client';

import { Tooltip } from '@mantine/core';
import dayjs from 'dayjs';
import { formatAge } from '@/domain/text/formatDuration';
import { useNow } from './useNow';

/** How long ago (or ahead), counting on by itself; the exact time in a tooltip. */
export function RelativeTime({ date }: { date: Date }) {
  const seconds = ((useNow() ?? Date.now()) - date.getTime()) / 1000;
  const exact = dayjs(date).format('D MMM YYYY, HH:mm:ss');
  return (
    <Tooltip label={exact} withArrow>
      <time dateTime={date.toISOString()} suppressHydrationWarning style={{ whiteSpace: 'nowrap' }}>
        {relative(seconds)}
      </time>
    </Tooltip>
  );
}

function relative(seconds: number): string {
  const distance = Math.abs(seconds);
  if (distance < 5) return 'just now';
  const text = formatAge(distance);
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}
