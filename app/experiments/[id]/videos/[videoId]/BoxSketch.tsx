import { Text } from '@mantine/core';
import { boxOfClip } from '@/domain/boxOfClip';
import classes from './BoxSketch.module.css';

type BoxSketchProps = {
  /** Four numbers a clip: top, left, height, width in [0, 1] of the frame. */
  boxes: number[];
  /** Pixels of a frame; null where unknown: then it is drawn as a square. */
  size: { width: number; height: number } | null;
  label: string;
};

/** Where the boxes of all clips lie in the frame, while the frames themselves are not stored. */
export function BoxSketch({ boxes, size, label }: BoxSketchProps) {
  const { width, height } = size ?? { width: 1, height: 1 };
  const [across, down] = [320, (320 * height) / width];
  const clips = Array.from({ length: boxes.length / 4 }, (_, clip) => ({ clip, box: boxOfClip(boxes, clip) }));
  return (
    <figure className={classes.sketch}>
      <svg viewBox={`-1 -1 ${across + 2} ${down + 2}`} role="img" aria-label={label}>
        <rect className={classes.frame} width={across} height={down} />
        {clips.map(({ clip, box }) =>
          box ? (
            <rect
              key={clip}
              className={classes.box}
              x={box.left * across}
              y={box.top * down}
              width={box.width * across}
              height={box.height * down}
            />
          ) : null,
        )}
      </svg>
      <figcaption>
        <Text size="xs" c="dimmed">
          The boxes of its {clips.length} clips in the frame{size ? '' : ', drawn as a square'}.
        </Text>
      </figcaption>
    </figure>
  );
}
