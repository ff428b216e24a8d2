'use client';

import { Text } from '@mantine/core';
import type { StripLayout } from '@/app/_components/frames/stripGeometry';
import type { Box } from '@/domain/box';
import type { CropSource } from '@/domain/secondViews';
import classes from './FocusedCrops.module.css';
import { prepareCrops } from './prepareCrops';
import { RegionCanvas } from './RegionCanvas';
import type { ClipPictures } from './useClipPictures';

type FocusedCropsProps = {
  box: Box;
  pictures: ClipPictures;
  layout: StripLayout;
  frame: number;
  size: { width: number; height: number };
  /** Which of the two the network saw. */
  used: CropSource;
};

/** Two cells of the card's grid: the same box cut from the original video and from the resized frames, at equal size: what resolution is worth. */
export function FocusedCrops({ box, pictures, layout, frame, size, used }: FocusedCropsProps) {
  const crops = prepareCrops({ box, size, resized: pictures.resized, layout });
  return (
    <>
      {crops.map(({ source, title, pixels }) => (
        <figure key={source} className={classes.crop} data-used={source === used || undefined}>
          <RegionCanvas
            picture={source === 'original' ? pictures.original : pictures.resized}
            layout={layout}
            frame={frame}
            region={box}
            aspect={(box.height * size.height) / (box.width * size.width)}
            label={`The box ${title.toLowerCase()}`}
          />
          <figcaption>
            <Text size="xs" fw={600}>
              {title}
            </Text>
            <Text size="xs" c="dimmed">
              {pixels}
              {source === used ? ' · used' : ''}
            </Text>
          </figcaption>
        </figure>
      ))}
    </>
  );
}
