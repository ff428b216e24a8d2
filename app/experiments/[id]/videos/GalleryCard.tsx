'use client';

import { Group, Text } from '@mantine/core';
import { IconCheck, IconEyeOff, IconFocusCentered, IconTargetOff, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { formatScore, formatScoreDelta } from '@/app/_components/formatScore';
import { FrameCanvas } from '@/app/_components/frames/FrameCanvas';
import type { HeatStyle } from '@/app/_components/frames/heatPixels';
import { mapOfClip } from '@/app/_components/frames/mapOfClip';
import { useBitmap } from '@/app/_components/frames/useBitmap';
import { useSaliencyMaps } from '@/app/_components/frames/useSaliencyMaps';
import { MiddleCut } from '@/app/_components/MiddleCut';
import type { Outputs } from '@/app/_trpc/outputs';
import { FactBadge } from './FactBadge';
import classes from './GalleryCard.module.css';
import { prepareLabels } from './prepareLabels';

export type GalleryItem = Outputs['gallery']['list']['items'][number];
export type Evaluation = NonNullable<Outputs['gallery']['cell']['evaluation']>;

type GalleryCardProps = {
  item: GalleryItem;
  evaluation: Evaluation;
  classNames: string[];
  comparable: boolean;
  heat: HeatStyle;
  href: string;
  /** True: keyboard navigation has come here. */
  focused: boolean;
  wide: boolean;
};

/** One video of the grid: what its clip looked like, what it shows, how well it was recognised. */
export function GalleryCard({ item, evaluation, classNames, comparable, heat, href, focused, wide }: GalleryCardProps) {
  const ref = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (focused) ref.current?.focus({ preventScroll: true });
  }, [focused]);
  const names = item.classes.map((cls) => classNames[cls] ?? `class ${cls}`);
  const labels = prepareLabels(names, { lines: 5, lineLength: 26 });
  return (
    <Link ref={ref} href={href} className={classes.card} data-wide={wide || undefined}>
      <Thumbnail item={item} evaluation={evaluation} heat={heat} />
      <div className={classes.facts}>
        <Group justify="space-between" gap={4} wrap="nowrap">
          <Text fw={600} size="sm" component="div" miw={0}>
            <MiddleCut text={item.videoId} />
          </Text>
          <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
            {item.unreadable === null ? `clip ${item.clip + 1}` : null}
          </Text>
        </Group>
        <div className={classes.labels} title={names.join(', ')}>
          {labels.shown.map((label) => (
            <span key={label} className={classes.label}>
              {label}
            </span>
          ))}
          {labels.more > 0 ? <span className={classes.more}>+{labels.more} more</span> : null}
          {names.length === 0 ? <span className={classes.more}>no label</span> : null}
        </div>
        <div className={classes.verdict}>
          <Text size="sm" fw={600} span>
            {formatScore(item.trueScore)}
            {comparable && item.delta !== null ? <Delta value={item.delta} /> : null}
          </Text>
          <Group gap={4}>
            <Verdict item={item} />
          </Group>
        </div>
      </div>
    </Link>
  );
}

function Thumbnail({ item, evaluation, heat }: Pick<GalleryCardProps, 'item' | 'evaluation' | 'heat'>) {
  const { frames, clip } = item;
  const found = !item.noSaliency.includes(clip);
  const box = found ? item.box : null;
  const picture = useBitmap(frames?.originalArtifactId ?? null);
  const maps = useSaliencyMaps(
    item.hasMaps && frames ? { evaluationId: evaluation.id, position: item.position } : null,
  );
  if (item.unreadable !== null) {
    return <div className={classes.missing}>could not be read: {item.unreadable}</div>;
  }
  if (picture.error) return <div className={classes.missing}>frames damaged or gone: open the video</div>;
  if (!frames) return <div className={classes.missing}>frames not kept: disk budget</div>;
  const side = evaluation.mapSide ?? 0;
  const map = maps.data && found ? mapOfClip(maps.data, { clip, side }) : null;
  return (
    <FrameCanvas
      picture={picture.data}
      frames={frames.frames}
      columns={frames.columns}
      frame={Math.floor(frames.frames / 2)}
      size={{ width: frames.originalWidth, height: frames.originalHeight }}
      overlay={{ view: map ? frames.view : null, map, heat, box }}
      label={`Middle frame of clip ${clip + 1}${!found ? ' without saliency' : map ? ' with saliency' : ''}${box ? ' and box' : ''}`}
    />
  );
}

function Delta({ value }: { value: number }) {
  const colour = value > 0 ? 'var(--mantine-color-success)' : value < 0 ? 'var(--mantine-color-error)' : undefined;
  return (
    <Text span size="sm" fw={500} ml={8} style={{ color: colour }}>
      {formatScoreDelta(value)} to Base
    </Text>
  );
}

function Verdict({ item: { right, hitRate, noSaliency, clip } }: { item: GalleryItem }) {
  return (
    <>
      {right === null ? null : right ? (
        <FactBadge icon={IconCheck} color="teal" text="right" />
      ) : (
        <FactBadge icon={IconX} color="red" text="wrong" />
      )}
      {hitRate === null ? null : hitRate >= 0.5 ? (
        <FactBadge icon={IconFocusCentered} color="teal" text="hit" />
      ) : (
        <FactBadge icon={IconTargetOff} color="orange" text="miss" />
      )}
      {noSaliency.length === 0 ? null : (
        <FactBadge
          icon={IconEyeOff}
          color="gray"
          text={noSaliency.includes(clip) ? 'no saliency' : `${noSaliency.length} without saliency`}
        />
      )}
    </>
  );
}
