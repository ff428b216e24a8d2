import { Group, Progress, Text, Tooltip } from '@mantine/core';
import {
  IconBan,
  IconCircleDashed,
  IconClock,
  IconHourglass,
  IconLoader2,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react';
import type { SeedState } from '@/domain/table2/table2';
import type { PendingLine } from './prepareCell';

const icons = {
  running: IconPlayerPlay,
  starting: IconLoader2,
  queued: IconClock,
  waiting: IconHourglass,
  base_failed: IconHourglass,
  failed: IconX,
  cancelled: IconBan,
  missing: IconCircleDashed,
} as const satisfies Record<Exclude<SeedState, 'done'>, unknown>;

/** Where seeds without a score stand: an icon, words, and while they are at work how far. Why a run failed stands below, in full in a tooltip. */
export function PendingText({ line }: { line: PendingLine }) {
  const { state, text, reason, percent } = line;
  const Icon = state === 'done' ? IconClock : icons[state];
  const words = (
    <Group component="span" gap={5} wrap="nowrap" c={state === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'}>
      <Icon size={13} stroke={2} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="xs" span style={{ whiteSpace: 'nowrap' }}>
        {text}
      </Text>
    </Group>
  );
  return (
    <span style={{ display: 'block' }}>
      {reason ? (
        <Tooltip label={reason} multiline maw={320} withArrow>
          {words}
        </Tooltip>
      ) : (
        words
      )}
      {reason && state === 'failed' ? (
        <Text size="xs" c="dimmed" span lineClamp={2} maw={220} style={{ whiteSpace: 'normal' }} title={reason}>
          {reason}
        </Text>
      ) : null}
      {percent === null ? null : <Progress value={percent} size={4} mt={2} maw={150} aria-hidden component="span" />}
    </span>
  );
}
