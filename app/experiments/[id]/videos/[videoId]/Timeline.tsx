'use client';

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TimelineLane } from './prepareTimeline';
import classes from './Timeline.module.css';

type TimelineProps = {
  lanes: TimelineLane[];
  classNames: string[];
  frames: number;
  /** Place of the present frame in 0..1. */
  playhead: number;
  /** The scrubber, on the same scale as the lanes. */
  children: ReactNode;
};

/** The scrubber over the intervals in which the true classes happen. */
export function Timeline({ lanes, classNames, frames, playhead, children }: TimelineProps) {
  return (
    <div className={classes.timeline}>
      {/* The first and last frame have their centre half a frame from the ends of the lanes. */}
      <div style={{ paddingInline: `${50 / frames}%` }}>{children}</div>
      {lanes.map(({ class: cls, segments }) => (
        <div key={cls} className={classes.row}>
          <div className={classes.lane} aria-hidden>
            {segments.map(({ from, to }) => (
              <div
                key={from}
                className={classes.segment}
                style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
              />
            ))}
            <div className={classes.playhead} style={{ left: `${playhead * 100}%` }} />
          </div>
          <Text size="xs" lh={1.2}>
            {classNames[cls] ?? `class ${cls}`}
            <Text span size="xs" c="dimmed">
              {segments.length === 0 ? ' · not in this clip' : ''}
            </Text>
          </Text>
        </div>
      ))}
      {lanes.length === 0 ? (
        <Text size="xs" c="dimmed">
          This video has no label: whatever a row says about it counts as wrong.
        </Text>
      ) : null}
    </div>
  );
}
