'use client';

import { Text } from '@mantine/core';
import { IconVideo } from '@tabler/icons-react';
import { FrameCanvas } from '@/app/_components/frames/FrameCanvas';
import { useBitmap } from '@/app/_components/frames/useBitmap';
import type { Outputs } from '@/app/_trpc/outputs';
import classes from './DatasetVideoCard.module.css';

type Video = Outputs['dataset']['videos']['items'][number];

/** One video: a stored frame where there is one, and when its classes happen. */
export function DatasetVideoCard({ video, classNames }: { video: Video; classNames: string[] }) {
  const { videoId, actions, lengthSeconds, thumbnail } = video;
  const picture = useBitmap(thumbnail?.artifactId ?? null);
  return (
    <li className={classes.card}>
      {thumbnail ? (
        <FrameCanvas
          picture={picture.data}
          frames={thumbnail.frames}
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
            {lengthSeconds.toFixed(1)} s
          </Text>
        </Text>
        <ul className={classes.actions}>
          {actions.map((action) => (
            <li key={`${action.class}/${action.start}`}>
              <Text size="xs" lh={1.35}>
                {classNames[action.class] ?? `class ${action.class}`}{' '}
                <Text span size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  {Math.max(0, action.start).toFixed(1)}–{Math.min(lengthSeconds, action.end).toFixed(1)} s
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
