'use client';

import { ActionIcon, Group, Slider, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { ownsArrows, ownsSpace } from '../keyTargets';
import { ClipSelect } from './ClipSelect';
import { prepareTimeline } from './prepareTimeline';
import { Timeline } from './Timeline';
import { usePlayer } from './usePlayer';
import type { Video, VideoState } from './useVideoState';

/** One scrubber for all rows: clip, frame, play; below it when the true classes happen. Arrow keys and space work everywhere. */
export function Playback({ video, clip, state }: { video: Video; clip: Video['clips'][number]; state: VideoState }) {
  const { frame, setFrame, setClip } = state;
  const { playing, toggle, stop } = usePlayer({ frame, frames: clip.frames, fps: video.fps, setFrame });
  const step = (by: number) => {
    stop();
    setFrame((frame + by + clip.frames) % clip.frames);
  };
  useHotkeys(
    [
      ['ArrowLeft', (event) => ownsArrows(event) || step(-1), { preventDefault: false }],
      ['ArrowRight', (event) => ownsArrows(event) || step(1), { preventDefault: false }],
      ['space', (event) => playUnlessPressed(event), { preventDefault: false }],
    ],
    [],
  );
  const playUnlessPressed = (event: KeyboardEvent) => {
    if (ownsSpace(event)) return;
    event.preventDefault(); // the page would scroll
    toggle();
  };
  const lanes = prepareTimeline(video.actions, { clip, classes: video.trueClasses });
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Group gap={4}>
          <ActionIcon variant="default" size="lg" aria-label="Previous frame" onClick={() => step(-1)}>
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon size="lg" aria-label={playing ? 'Pause' : 'Play'} onClick={toggle}>
            {playing ? <IconPlayerPause size={18} aria-hidden /> : <IconPlayerPlay size={18} aria-hidden />}
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label="Next frame" onClick={() => step(1)}>
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
          <Text size="sm" ml={8}>
            frame {frame + 1} of {clip.frames} · {(clip.times[frame] ?? 0).toFixed(2)} s
          </Text>
        </Group>
        <ClipSelect clips={video.clips} clip={clip} fps={video.fps} onChange={setClip} />
      </Group>
      <Timeline
        lanes={lanes}
        classNames={video.classes.map(({ name }) => name)}
        frames={clip.frames}
        playhead={(frame + 0.5) / clip.frames}
      >
        <Slider
          min={0}
          max={clip.frames - 1}
          value={frame}
          onChange={(value) => {
            stop();
            setFrame(value);
          }}
          label={(value) => `frame ${value + 1}`}
          thumbLabel="Frame"
        />
      </Timeline>
    </Stack>
  );
}
