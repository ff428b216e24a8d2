'use client';

import { ActionIcon, Group, SegmentedControl, Slider, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { clipSpan, prepareTimeline } from './prepareTimeline';
import { Timeline } from './Timeline';
import { usePlayer } from './usePlayer';
import type { Video, VideoState } from './useVideoState';

type Clip = Video['clips'][number];

/** One scrubber for all rows: clip, frame, play; below it when the true classes happen. Arrow keys and space work everywhere. */
export function Playback({ video, clip, state }: { video: Video; clip: Clip; state: VideoState }) {
  const { frame, setFrame, setClip } = state;
  const { playing, toggle, stop } = usePlayer({ frame, frames: clip.frames, fps: video.fps, setFrame });
  const step = (by: number) => {
    stop();
    setFrame((frame + by + clip.frames) % clip.frames);
  };
  useHotkeys([
    ['ArrowLeft', (event) => onSlider(event) || step(-1)],
    ['ArrowRight', (event) => onSlider(event) || step(1)],
    ['space', (event) => onButton(event) || toggle(), { preventDefault: false }],
  ]);
  const lanes = prepareTimeline(video.actions, { clip, fps: video.fps, classes: video.trueClasses });
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
            frame {frame + 1} of {clip.frames} · {((clip.firstFrame + frame) / video.fps).toFixed(2)} s
          </Text>
        </Group>
        <SegmentedControl
          aria-label="Clip"
          data={video.clips.map((candidate) => ({
            value: String(candidate.clip),
            label: clipLabel(candidate, video.fps),
          }))}
          value={String(clip.clip)}
          onChange={(value) => setClip(Number(value))}
        />
      </Group>
      <Timeline lanes={lanes} classNames={video.classes.map(({ name }) => name)} playhead={(frame + 0.5) / clip.frames}>
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

function clipLabel(clip: Clip, fps: number): string {
  const { start, end } = clipSpan(clip, fps);
  return `Clip ${clip.clip + 1} · ${start.toFixed(1)}–${end.toFixed(1)} s`;
}

// A slider that has the focus moves by arrow keys itself, and a button is pressed by space.
const onSlider = (event: KeyboardEvent) =>
  event.target instanceof Element && event.target.closest('[role=slider]') !== null;
const onButton = (event: KeyboardEvent) => {
  const control =
    event.target instanceof Element && event.target.closest('button, a, input, [role=slider], [role=option]');
  if (!control) event.preventDefault();
  return Boolean(control);
};
