'use client';

import { useEffect, useRef } from 'react';
import { drawFrame, type FrameOverlay } from './drawFrame';
import classes from './FrameCanvas.module.css';

type FrameCanvasProps = {
  /** The strip; undefined while it is loaded. */
  picture: ImageBitmap | undefined;
  frames: number;
  frame: number;
  /** Pixels of one frame, for the aspect ratio while nothing is drawn. */
  size: { width: number; height: number };
  overlay?: FrameOverlay;
  /** What is to be seen, for those who do not see it. */
  label: string;
};

const noOverlay: FrameOverlay = {};

/** One frame of a stored strip with its overlay. Sized by its container. */
export function FrameCanvas({ picture, frames, frame, size, overlay = noOverlay, label }: FrameCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const scale = Math.max(1, Math.round(480 / size.width));
  useEffect(() => {
    if (ref.current && picture) drawFrame(ref.current, { picture, frames, frame, overlay });
  }, [picture, frames, frame, overlay]);
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={label}
      className={classes.canvas}
      width={size.width * scale}
      height={size.height * scale}
    />
  );
}
