'use client';

import { useEffect, useRef } from 'react';
import { drawRegion } from '@/app/_components/frames/drawFrame';
import frameClasses from '@/app/_components/frames/FrameCanvas.module.css';
import type { StripLayout } from '@/app/_components/frames/stripGeometry';
import type { Box } from '@/domain/box';

type RegionCanvasProps = {
  picture: ImageBitmap | undefined;
  layout: StripLayout;
  frame: number;
  region: Box;
  /** Height of the region divided by its width, both in pixels of the original frame. */
  aspect: number;
  label: string;
};

const width = 336;

/** A region of one frame of a strip, enlarged to the width of its container. */
export function RegionCanvas({ picture, layout, frame, region, aspect, label }: RegionCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const height = Math.round(width * aspect);
  useEffect(() => {
    if (ref.current && picture) drawRegion(ref.current, { picture, layout, frame, region });
  }, [picture, layout, frame, region]);
  return (
    <canvas ref={ref} role="img" aria-label={label} className={frameClasses.canvas} width={width} height={height} />
  );
}
