'use client';

import { Badge, Text } from '@mantine/core';
import { IconVideo } from '@tabler/icons-react';
import { FrameCanvas } from '@/app/_components/frames/FrameCanvas';
import { useBitmap } from '@/app/_components/frames/useBitmap';
import type { Outputs } from '@/app/_trpc/outputs';
import { type Action, wholeVideo } from '@/domain/datasetClass';
import { videoStates } from '@/domain/videoStates';
import classes from './DatasetVideoCard.module.css';

type Video = Outputs['dataset']['videos']['items'][number];

/** One video: a stored frame where there is one, and when its classes happen. */
export function DatasetVideoCard({ video, classNames }: { video: Video; classNames: string[] }) {
  const { videoId, actions, lengthSeconds, thumbnail, state, message, height, width } = video;
  const picture = useBitmap(thumbnail?.artifactId ?? null);
  return (
    <li className={classes.card}>
      {thumbnail ? (
        <FrameCanvas
          picture={picture.data}
          frames={thumbnail.frames}
          columns={thumbnail.columns}
          frame={thumbnail.frame}
          size={thumbnail}
          label={`A frame of ${videoId}`}
        />
      ) : (
        <div className={classes.missing} title="No evaluation has stored frames of this video">
          <IconVideo size={28} stroke={1.25} aria-hidden />
        </div>
      )}
      <div className={classes.facts}>
        <Text fw={600} size="sm">
          {videoId}{' '}
          <Text span size="xs" c="dimmed" fw={400}>
            {lengthSeconds.toFixed(1)} s{height && width ? `, ${width} x ${height} px` : ''}
          </Text>
        </Text>
        {state === 'ok' ? null : (
          <Badge color="red" variant="light" size="sm" tt="none" c="var(--mantine-color-text)">
            {videoStates[state].label}
          </Badge>
        )}
        {message ? (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
        ) : null}
        <ul className={classes.actions}>
          {actions.map((action) => (
            <li key={`${action.class}/${action.start}/${action.end}`}>
              <Text size="xs" lh={1.35}>
                {classNames[action.class] ?? `class ${action.class}`}{' '}
                <Text span size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  {timesText(action, lengthSeconds)}
                </Text>
              </Text>
            </li>
          ))}
          {actions.length === 0 ? (
            <li>
              <Text size="xs" c="dimmed">
                no label
              </Text>
            </li>
          ) : null}
        </ul>
      </div>
    </li>
  );
}

/** When an action happens within a video; a video whose length is unknown shows what the annotations say. */
function timesText({ start, end }: Action, lengthSeconds: number): string {
  if (start <= wholeVideo.start && end >= wholeVideo.end) return 'the whole video';
  const last = lengthSeconds > 0 ? Math.min(lengthSeconds, end) : end;
  return `${Math.max(0, start).toFixed(1)}–${end >= wholeVideo.end && lengthSeconds === 0 ? 'end' : `${last.toFixed(1)} s`}`;
}
