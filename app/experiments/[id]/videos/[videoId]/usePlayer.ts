'use client';

import { useInterval } from '@mantine/hooks';

/** Plays the frames of a clip in a loop at its own speed. */
export function usePlayer({
  frame,
  frames,
  fps,
  setFrame,
}: {
  frame: number;
  frames: number;
  fps: number;
  setFrame: (frame: number) => unknown;
}) {
  const { active, toggle, stop } = useInterval(() => setFrame((frame + 1) % frames), 1000 / fps);
  return { playing: active, toggle, stop };
}
