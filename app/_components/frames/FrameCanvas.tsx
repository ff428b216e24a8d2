'use client';

import { useEffect, useRef } from 'react';
import { drawFrame, type FrameOverlay } from './drawFrame';
import classes from './FrameCanvas.module.css';

type FrameCanvasProps = {
  /** The strip; undefined while it is loaded. */
  picture: ImageBitmap | undefined;
  frames: number;
  /** Frames in a row of the picture; 0 = all, the default. */
  columns?: number;
  frame: number;
  /** Pixels of one frame, for the aspect ratio while nothing is drawn. */
  size: { width: number; height: number };
  overlay?: FrameOverlay;
  /** What is to be seen, for those who do not see it. */
  label: string;
};

const noOverlay: FrameOverlay = {};

/** One frame of a stored strip with its overlay. Sized by its container. */
export function FrameCanvas(props: FrameCanvasProps) {
  const { picture, frames, columns = 0, frame, size, overlay = noOverlay, label } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const scale = Math.max(1, Math.round(480 / size.width));
  useEffect(() => {
    if (ref.current && picture) drawFrame(ref.current, { picture, layout: { frames, columns }, frame, overlay });
  }, [picture, frames, columns, frame, overlay]);
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
