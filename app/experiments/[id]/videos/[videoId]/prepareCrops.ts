import { boxToRect, type StripLayout, stripOf } from '@/app/_components/frames/stripGeometry';
import type { Box } from '@/domain/box';
import type { CropSource } from '@/domain/secondViews';

export type Crop = {
  source: CropSource;
  title: string;
  /** How many pixels the crop was made of, e.g. `96 × 96 px`; empty while the picture is loaded. */
  pixels: string;
};

/**
 * The two crops of a box: from the original frame and from the frame after the resize of F, which V_in was cut from. The box is in
 * [0, 1] of either, so both show the same region.
 * @param size of an original frame in pixels
 * @param resized picture of the strip of resized frames
 */
export function prepareCrops({
  box,
  size,
  resized,
  layout,
}: {
  box: Box;
  size: { width: number; height: number };
  resized: { width: number; height: number } | undefined;
  layout: StripLayout;
}): Crop[] {
  return [
    { source: 'original', title: 'From the original', pixels: pixelsOf(box, size) },
    { source: 'upscaled', title: 'Upscaled from V_in', pixels: resized ? pixelsOf(box, stripOf(resized, layout)) : '' },
  ];
}

function pixelsOf(box: Box, size: { width: number; height: number }): string {
  const { width, height } = boxToRect(box, size);
  return `${Math.round(width)} × ${Math.round(height)} px`;
}
