'use client';

import { Group, SegmentedControl, Text } from '@mantine/core';
import classes from './ClipSelect.module.css';
import { clipSpan } from './prepareTimeline';
import type { Video } from './useVideoState';

type Clip = Video['clips'][number];
type ClipSelectProps = { clips: Clip[]; clip: Clip; fps: number; onChange: (clip: number) => unknown };

/** Which test clip is on show, and which part of the video it is. */
export function ClipSelect({ clips, clip, fps, onChange }: ClipSelectProps) {
  const { start, end } = clipSpan(clip, fps);
  return (
    <Group gap="xs" wrap="nowrap" maw="100%">
      <Text size="sm" className={classes.fixed}>
        Clip
      </Text>
      <div className={classes.scroll}>
        <SegmentedControl
          aria-label="Clip"
          size="xs"
          data={clips.map((candidate) => ({ value: String(candidate.clip), label: String(candidate.clip + 1) }))}
          value={String(clip.clip)}
          onChange={(value) => onChange(Number(value))}
        />
      </div>
      <Text size="sm" c="dimmed" className={classes.fixed}>
        {start.toFixed(1)}–{end.toFixed(1)} s
      </Text>
    </Group>
  );
}
